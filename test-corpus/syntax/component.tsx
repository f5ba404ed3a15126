import { useRef, type FC } from 'react';
const identity = <T,>(value: T) => value;
const extended = <T extends object>(value: T) => value;
export const Frame: FC<{ src: string }> = ({ src }) => {
  const frame = useRef<HTMLIFrameElement>(null);
  return <Generic<string> render={(x: string) => <b>{x!}</b>} ref={frame}>{src as string}</Generic>;
};
