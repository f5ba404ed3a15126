// A Figma plugin: its main thread has no window, only figma.ui.
figma.showUI(__html__, { width: 320, height: 240 });

figma.ui.onmessage = async (message: { type: 'create'; count: number } | { type: 'cancel' }) => {
  if (message.type === 'create') {
    const nodes: SceneNode[] = [];
    for (let i = 0; i < Math.min(message.count, 100); i++) {
      const rectangle = figma.createRectangle();
      rectangle.x = i * 150;
      figma.currentPage.appendChild(rectangle);
      nodes.push(rectangle);
    }
    figma.currentPage.selection = nodes;
    figma.ui.postMessage({ type: 'created', count: nodes.length });
    return;
  }
  figma.closePlugin();
};
