//! Where a file comes from: whether it is the project's own source, or a test, a fixture, an example or generated. What it holds is asked
//! first, then where it lies. Reads nothing; a file may say so of itself, so that nothing is passed over for it in silence.

/// Where a file comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum Provenance {
    /// What somebody of the project wrote to be used.
    #[default]
    Source,
    /// A test.
    Test,
    /// What a test reads; it may well be broken on purpose.
    Fixture,
    /// What shows how the project is used.
    Example,
    /// What a program made, or what comes from elsewhere.
    Generated,
}

impl Provenance {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Test => "test",
            Self::Fixture => "fixture",
            Self::Example => "example",
            Self::Generated => "generated",
        }
    }

    /// What such a file is, for people: it completes "the file is …".
    pub const fn what(self) -> &'static str {
        match self {
            Self::Source => "the project's own",
            Self::Test => "a test",
            Self::Fixture => "a fixture",
            Self::Example => "an example",
            Self::Generated => "generated, or comes from elsewhere",
        }
    }

    /// What the path from the root of the project tells, with `/` between its parts, of a file that is not its own source.
    pub(crate) fn of_path(path: &str) -> Option<Self> {
        let path = path.to_ascii_lowercase();
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let lies_in = |names: &[&str]| folders.split('/').any(|folder| names.contains(&folder));
        let is_called = |marks: &[&str]| marks.iter().any(|mark| name.contains(mark));
        if lies_in(&FIXTURES) {
            Some(Self::Fixture)
        } else if lies_in(&TESTS) || is_called(&TEST_NAMES) {
            Some(Self::Test)
        } else if lies_in(&EXAMPLES) || is_called(&EXAMPLE_NAMES) {
            Some(Self::Example)
        } else if lies_in(&FROM_ELSEWHERE) || is_called(&GENERATED_NAMES) {
            Some(Self::Generated)
        } else {
            None
        }
    }
}

/// Whether a folder of this name holds examples even where it is a package of its own, whose name is otherwise its business.
pub(crate) fn is_of_examples(folder: &str) -> bool {
    EXAMPLES.iter().any(|name| folder.eq_ignore_ascii_case(name))
}

/// Whether a program wrote the text: it says so, or shows it.
pub(crate) fn is_generated(text: &str) -> bool {
    has_banner(text) || is_output(text) || is_minified(text)
}

const FIXTURES: [&str; 8] =
    ["fixture", "fixtures", "__fixtures__", "testdata", "test-data", "test_data", "__mocks__", "__snapshots__"];
const TESTS: [&str; 9] = ["test", "tests", "__test__", "__tests__", "spec", "specs", "__specs__", "e2e", "cypress"];
const EXAMPLES: [&str; 10] = [
    "example",
    "examples",
    "demo",
    "demos",
    "sample",
    "samples",
    "playground",
    "playgrounds",
    "stories",
    "__stories__",
];
const FROM_ELSEWHERE: [&str; 18] = [
    "dist",
    "vendor",
    "vendors",
    "vendored",
    "third_party",
    "third-party",
    "node_modules",
    "bower_components",
    "jspm_packages",
    "site-packages",
    "generated",
    "__generated__",
    ".next",
    ".nuxt",
    ".output",
    ".svelte-kit",
    "storybook-static",
    "coverage",
];
/// Parts of the names of files. With a dot on both sides none is the beginning of another word.
const TEST_NAMES: [&str; 10] =
    [".test.", ".tests.", ".spec.", ".e2e.", ".cy.", "_test.", "-test.", "_spec.", "-spec.", ".e2e-spec."];
const EXAMPLE_NAMES: [&str; 2] = [".stories.", ".story."];
const GENERATED_NAMES: [&str; 7] = [".min.", "-min.", ".bundle.", ".umd.", ".generated.", ".gen.", "_pb."];

/// The bytes in which a banner stands.
pub(crate) const HEAD: usize = 4 << 10;

/// Whether the comments at the head of a file say that a program made it.
fn has_banner(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}');
    let head = rest.len().min(HEAD);
    rest = &rest[..rest.floor_char_boundary(head)];
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("//") || rest.starts_with("#!") {
            rest.find('\n')
        } else if rest.starts_with("/*") {
            rest.find("*/").map(|end| end + 2)
        } else if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else {
            return false;
        };
        let (comment, behind) = rest.split_at(end.unwrap_or(rest.len()));
        if is_banner(&comment.to_ascii_lowercase()) {
            return true;
        }
        rest = behind;
    }
}

/// How a sentence of a comment begins, or what it holds, when it speaks of the file and not of what the code does. In lower case.
const BANNER_BEGINNINGS: [&str; 9] = [
    "generated by ",
    "generated from ",
    "generated with ",
    "generated using ",
    "generated automatically",
    "automatically generated",
    "auto-generated",
    "auto generated",
    "autogenerated",
];
const BANNERS: [&str; 13] = [
    "@generated",
    "code generated by",
    "this file is generated",
    "this file was generated",
    "file is automatically generated",
    "file was automatically generated",
    "file is auto-generated",
    "file was auto-generated",
    "file is autogenerated",
    "code is automatically generated",
    "this is a generated file",
    "do not edit",
    "do not modify this file",
];
/// What follows "do not edit" where it is advice to those who do edit.
const ADVICE: [&str; 3] = ["do not edit without", "do not edit the", "do not edit these"];

/// Whether a comment, in lower case, says that a program made the file.
fn is_banner(comment: &str) -> bool {
    let mut begins_sentence = true;
    comment.lines().any(|line| {
        let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@');
        let line = line.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ':' | '!'));
        let begins = begins_sentence && BANNER_BEGINNINGS.iter().any(|beginning| line.starts_with(beginning));
        begins_sentence = line.is_empty() || line.ends_with(['.', ':', '!']);
        let holds = BANNERS.iter().any(|banner| line.contains(banner));
        begins || (holds && !ADVICE.iter().any(|advice| line.contains(advice)))
    })
}

/// How lines begin that only compilers and bundlers write: the helpers that they add, and how they wrap modules.
const OUTPUT: [&str; 27] = [
    "var $jscomp = ",
    "/******/",
    "function __webpack_require__(",
    "parcelRequire = ",
    "(function(){function r(e,n,t){function o(i,f){",
    "(function e(t,n,r){function s(o,u){",
    "System.register([",
    "var __commonJS = (",
    "var __toESM = (",
    "var __toCommonJS = (",
    "var __defProp = Object.defineProperty",
    "var __awaiter = (this && this.",
    "var __generator = (this && this.",
    "var __extends = (this && this.",
    "var __assign = (this && this.",
    "var __rest = (this && this.",
    "var __decorate = (this && this.",
    "var __importDefault = (this && this.",
    "var __importStar = (this && this.",
    "var __createBinding = (this && this.",
    "var __exportStar = (this && this.",
    "var __spreadArray = (this && this.",
    "function _interopRequireDefault(",
    "function _interopRequireWildcard(",
    "function _classCallCheck(",
    "function asyncGeneratorStep(",
    "function _asyncToGenerator(",
];
/// What tells where the source of an output is.
const SOURCE_MAPS: [&str; 3] = ["//# sourceMappingURL=", "//@ sourceMappingURL=", "/*# sourceMappingURL="];

/// Whether it is what a compiler or a bundler writes.
fn is_output(text: &str) -> bool {
    let begins = |line: &str, marks: &[&str]| marks.iter().any(|mark| line.starts_with(mark));
    let last = text.trim_end().rsplit('\n').next().unwrap_or_default().trim_start();
    begins(last, &SOURCE_MAPS) || text.lines().any(|line| begins(line.trim_start(), &OUTPUT))
}

/// Bytes of a line beyond which nobody wrote it by hand; and bytes of such lines from which on they say something.
const LONG_LINE: usize = 500;
const ENOUGH: usize = 1 << 10;
/// Of so many bytes of a long line of code, one is a bracket or ends a statement. Data has fewer: a picture or a table in an address.
const CODE: usize = 40;

/// Whether most of the text is code in very long lines.
fn is_minified(text: &str) -> bool {
    let is_code = |line: &&str| {
        let marks = line.bytes().filter(|byte| matches!(byte, b'(' | b')' | b'{' | b'}' | b';')).count();
        line.len() > LONG_LINE && marks * CODE >= line.len()
    };
    let long: usize = text.lines().filter(is_code).map(str::len).sum();
    long >= ENOUGH && long * 2 > text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_holds_tells_that_it_is_generated() {
        for text in [
            "// @generated by protobuf-ts\nlet a;",
            "#!/usr/bin/env node\n/* MIT */\n\n// This file is AUTOMATICALLY generated.\n",
            "\u{feff}/*\n * Code generated by x. DO NOT EDIT.\n */",
            "/*! THIS IS A GENERATED FILE */",
            "/* eslint-disable */\n// Auto-generated from messages.json\n",
            "<!-- Generated by a site generator -->\n<script>",
            "var a;\n//# sourceMappingURL=a.js.map\n",
            "var a;\n/*# sourceMappingURL=data:application/json;base64,e30= */",
            "\"use strict\";\nvar __importDefault = (this && this.__importDefault) || function (mod) {};",
            "let a;\n/******/ (() => { // webpackBootstrap\n",
            "  function _interopRequireDefault(e) { return e; }",
        ] {
            assert!(is_generated(text), "{text}");
        }
        for text in [
            "",
            "let a;\n// @generated",
            "let a = '// @generated';",
            "// Handles what is generated by the embedded page.\n",
            "/*\n * Listens for events that are\n * generated by the embedded page.\n */",
            "// The id is automatically generated.\n",
            "// Listens to the file that the parent generated by hand.\n",
            "// Do not edit the list without telling the others.\n",
            "__webpack_public_path__ = base;\n",
            "const map = text.match(/sourceMappingURL=/);\n",
            "const banner = `//# sourceMappingURL=${map}`;\n",
            "Object.defineProperty(exports, '__esModule', { value: true });\n",
        ] {
            assert!(!is_generated(text), "{text}");
        }
        assert!(!is_generated(&format!("{}// @generated", "// é\n".repeat(HEAD))), "only the head counts");
    }

    #[test]
    fn most_of_a_minified_text_is_code_in_long_lines() {
        let line = "let a = 1;".repeat(200);
        assert!(is_minified(&line));
        assert!(is_minified(&format!("{}\n{line}", "// a long licence\n".repeat(50))));
        assert!(!is_minified(&line.replace(';', ";\n")));
        assert!(!is_minified(&line[..600]), "one long line is no bundle");
        let picture = format!("const a = 'data:image/png;base64,{}';\nf(a);\n", "iVBORw0KGgo".repeat(500));
        assert!(!is_minified(&picture), "data is no code");
        assert!(!is_minified(&format!("{line}\n{}", "f(a);\n".repeat(500))), "most of it was written");
    }

    #[test]
    fn where_a_file_lies_tells_where_it_comes_from() {
        use Provenance::{Example, Fixture, Generated, Test};
        for (path, expected) in [
            ("src/a.js", None),
            ("src/test.js", None),
            ("src/contest/latest.ts", None),
            ("src/distance/vendors.ts", None),
            ("src/demos.ts", None),
            ("build/a.js", None),
            ("test/a.js", Some(Test)),
            ("pkg/__Tests__/deep/a.js", Some(Test)),
            ("src/a.test.js", Some(Test)),
            ("src/a.spec.ts", Some(Test)),
            ("src/a_test.ts", Some(Test)),
            ("src/a.cy.ts", Some(Test)),
            ("test/fixtures/a.js", Some(Fixture)),
            ("__fixtures__/a.tsx", Some(Fixture)),
            ("testdata/a.js", Some(Fixture)),
            ("examples/a/b.js", Some(Example)),
            ("src/Button.stories.tsx", Some(Example)),
            ("dist/a.js", Some(Generated)),
            ("lib/vendor/a.js", Some(Generated)),
            ("static/jquery.min.js", Some(Generated)),
            ("Static/JQuery.MIN.js", Some(Generated)),
        ] {
            assert_eq!(Provenance::of_path(path), expected, "{path}");
        }
    }
}
