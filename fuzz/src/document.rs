//! Documents that hold script, in every language that is read: valid ones around generated scripts, and damaged ones.

use std::fmt::Write;

use crate::broken::damage;
use crate::choices::Choices;
use crate::corpus;
use crate::input::Input;
use crate::program::{Dialect, Writer};

const PAGES: &[&str] = &[
    "html", "ejs", "php", "erb", "hbs", "njk", "jsp", "twig", "liquid", "mustache", "eta", "jinja", "xhtml", "cshtml",
    "ftl", "tpl", "tmpl",
];

/// What a template of a server may hold, `$` being an expression.
const HOLES: &[&str] = &[
    "<%= $ %>",
    "<%- $ -%>",
    "<?php echo $; ?>",
    "<?= $ ?>",
    "{{ $ }}",
    "{{{ $ }}}",
    "{% if $ %}",
    "{%- $ -%}",
    "${ $ }",
    "@{ $ }",
    "<% if ($) { %>",
    "<% } %>",
];

pub(crate) fn document(choices: &mut Choices<'_>) -> Input {
    let extension = match choices.below(6) {
        0 | 1 => choices.word(PAGES),
        2 => "vue",
        3 => "svelte",
        4 => "astro",
        _ => return from_corpus(choices),
    };
    let mut text = match extension {
        "vue" => vue(choices),
        "svelte" => svelte(choices),
        "astro" => astro(choices),
        _ => page(choices, 3),
    };
    let mut shape = format!("document {extension}");
    if choices.once_in(3) {
        text = damage(choices, &text);
        shape.push_str(" damaged");
    }
    Input::of(shape, format!("a.{extension}"), text)
}

fn from_corpus(choices: &mut Choices<'_>) -> Input {
    let source = corpus::document(choices);
    let text = damage(choices, source.text());
    let path = if choices.once_in(4) { "a.svelte" } else { source.path() };
    Input::of("document of the corpus damaged", path, text)
}

fn script(choices: &mut Choices<'_>, dialect: Dialect) -> String {
    match choices.below(3) {
        0 => corpus::script(choices).text().to_owned(),
        _ => Writer::new(choices, dialect, Vec::new()).program(),
    }
}

fn expression(choices: &mut Choices<'_>) -> String {
    Writer::new(choices, Dialect::Js, Vec::new()).expression(2)
}

/// An expression that can stand in an attribute with double quotes.
fn quoted(choices: &mut Choices<'_>) -> String {
    expression(choices).replace('"', "&quot;").replace('\n', " ")
}

fn hole(choices: &mut Choices<'_>) -> String {
    let inner = expression(choices);
    choices.word(HOLES).replace('$', &inner)
}

fn page(choices: &mut Choices<'_>, depth: usize) -> String {
    let mut text = String::new();
    if choices.once_in(3) {
        text.push_str("<!doctype html>\n");
    }
    for _ in 0..=choices.below(5) {
        let _ = match choices.below(12) {
            0..=2 => {
                let head = *choices.pick(&[
                    "<script>",
                    "<script type=\"module\">",
                    "<script lang=ts type='text/typescript'>",
                    "<SCRIPT async>",
                    "<script type=\"text/babel\">",
                    "<script type=\"application/json\">",
                    "<script src=\"a.js\">",
                ]);
                let mut inner = script(choices, Dialect::Js);
                if choices.once_in(3) {
                    let at = inner.floor_char_boundary(choices.below(inner.len() + 1));
                    inner.insert_str(at, &hole(choices));
                }
                writeln!(text, "{head}{inner}</script>")
            }
            3 => writeln!(text, "<body onmessage=\"{}\">", quoted(choices)),
            4 => writeln!(text, "<div id=a{} onclick=\"{}\">t</div>", choices.below(3), quoted(choices)),
            5 => writeln!(
                text,
                "<iframe id='f{}' name=n src=\"{}\" sandbox=\"allow-scripts\" onload='this.contentWindow.postMessage(1, \"*\")'></iframe>",
                choices.below(3),
                quoted(choices)
            ),
            6 if depth > 0 => {
                let inner = page(choices, depth - 1).replace('&', "&amp;").replace('"', "&quot;");
                writeln!(text, "<iframe srcdoc=\"{inner}\"></iframe>")
            }
            7 if depth > 0 => writeln!(text, "<template shadowrootmode=open>{}</template>", page(choices, depth - 1)),
            8 if depth > 0 => writeln!(text, "<p>{}</p>", page(choices, depth - 1)),
            9 => writeln!(text, "<!-- {} -->", expression(choices)),
            10 => writeln!(text, "<style>a {{ b: c }}</style><a href=\"javascript:{}\">x</a>", quoted(choices)),
            _ => writeln!(text, "{}", hole(choices)),
        };
    }
    text
}

fn vue(choices: &mut Choices<'_>) -> String {
    let mut text = String::new();
    let ts = choices.once_in(2);
    let lang = if ts { " lang=\"ts\"" } else { "" };
    let dialect = if ts { Dialect::Ts } else { Dialect::Js };
    if choices.once_in(2) {
        let _ = writeln!(
            text,
            "<script setup{lang}>\nimport {{ ref, onMounted }} from 'vue';\nconst r = ref(null);\n{}</script>",
            script(choices, dialect)
        );
    } else {
        let _ = writeln!(
            text,
            "<script{lang}>\nexport default {{ data() {{ return {{ a: {} }}; }}, computed: {{ b() {{ return {}; }} }}, watch: {{ a(v) {{ {}; }} }}, methods: {{ m(e) {{ {} }} }}, mounted() {{ window.addEventListener('message', this.m); }} }};\n</script>",
            expression(choices),
            expression(choices),
            expression(choices),
            script(choices, Dialect::Js)
        );
    }
    text.push_str("<template>\n");
    for _ in 0..=choices.below(6) {
        let value = quoted(choices);
        let _ = match choices.below(8) {
            0 => writeln!(text, "<div v-html=\"{value}\" />"),
            1 => writeln!(text, "<iframe ref=\"r\" :src=\"{value}\" @load=\"{}\"></iframe>", quoted(choices)),
            2 => writeln!(
                text,
                "<li v-for=\"(x, i) in {value}\" :key=\"i\" v-if=\"{}\" @click.prevent=\"m($event)\">{{{{ x }}}}</li>",
                quoted(choices)
            ),
            3 => writeln!(
                text,
                "<A v-model=\"{value}\" v-bind=\"{}\" #default=\"{{ x = {} }}\">t</A>",
                quoted(choices),
                quoted(choices)
            ),
            4 => writeln!(text, "<template v-if=\"{value}\"><p v-html=\"x\"/></template><template v-else/>"),
            5 => writeln!(text, "{{{{ {value} }}}}"),
            6 => writeln!(text, "<component :is=\"{value}\" v-on:message=\"(e) => {}\" />", quoted(choices)),
            _ => writeln!(text, "<b :[{value}]=\"1\">"),
        };
    }
    text.push_str("</template>\n");
    text
}

fn svelte(choices: &mut Choices<'_>) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "<script>\nlet f, a = [];\n{}\n$: b = {};\n</script>",
        script(choices, Dialect::Js),
        expression(choices)
    );
    for _ in 0..=choices.below(6) {
        let value = expression(choices);
        let _ = match choices.below(9) {
            0 => writeln!(text, "<svelte:window on:message={{{value}}} />"),
            1 => writeln!(text, "{{@html {value}}}"),
            2 => writeln!(
                text,
                "{{#each {value} as {{ x, y = 1 }}, i (x)}}<p on:click={{() => {}}}>{{@html x}}</p>{{:else}}t{{/each}}",
                expression(choices)
            ),
            3 => writeln!(text, "{{#if {value}}}<b/>{{:else if {}}}<i/>{{/if}}", expression(choices)),
            4 => writeln!(text, "{{#await {value}}}{{:then x}}{{@html x}}{{:catch e}}{{e}}{{/await}}"),
            5 => writeln!(
                text,
                "<iframe bind:this={{f}} src={{{value}}} on:load={{() => f.contentWindow.postMessage({}, '*')}} />",
                expression(choices)
            ),
            6 => writeln!(text, "{{#key {value}}}{{@const q = {}}}{{q}}{{/key}}", expression(choices)),
            7 => writeln!(text, "<A {{...{value}}} b=\"t{{{}}}\" let:x>{{x}}</A>", expression(choices)),
            _ => writeln!(text, "{{#snippet s(x)}}{{@render s({value})}}{{/snippet}}"),
        };
    }
    text
}

fn astro(choices: &mut Choices<'_>) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "---\n{}---", script(choices, Dialect::Ts));
    for _ in 0..=choices.below(5) {
        let value = expression(choices);
        let _ = match choices.below(5) {
            0 => writeln!(text, "<script define:vars={{{{ a: {value} }}}}>{}</script>", script(choices, Dialect::Js)),
            1 => writeln!(text, "<script>{}</script>", script(choices, Dialect::Ts)),
            2 => writeln!(text, "<div set:html={{{value}}} />"),
            3 => writeln!(text, "<ul>{{{value}.map((x) => <li onclick={{`${{x}}`}}>{{x}}</li>)}}</ul>"),
            _ => writeln!(text, "<iframe src={{{value}}} {{...a}} client:load />"),
        };
    }
    text
}
