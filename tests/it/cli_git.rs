//! Git repositories that want to have something run when they are looked at: whatever they name, nothing of it is.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::cli_changed::{ANOTHER, SEND, commit, git, plain_git, repository, since, write};

/// A program that notes that it was run, and its command line for a shell.
struct Trap {
    folder: TempDir,
}

impl Trap {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("marks")).expect("a folder");
        let trap = Self { folder };
        trap.copy(&trap.program());
        trap
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("trap")
    }

    /// Puts the program in another place too.
    fn copy(&self, to: &Path) {
        let text =
            format!("#!/bin/sh\n: >'{}'/\"${{0##*/}}.$1\"\nexit 1\n", self.folder.path().join("marks").display());
        fs::create_dir_all(to.parent().expect("it has one")).expect("a folder");
        fs::write(to, text).expect("a file");
        fs::set_permissions(to, fs::Permissions::from_mode(0o755)).expect("it can be run");
    }

    /// How it was run, since it was last asked.
    fn marks(&self) -> Vec<String> {
        let entries =
            fs::read_dir(self.folder.path().join("marks")).expect("a folder").map(|entry| entry.expect("one"));
        let mut marks: Vec<_> = entries.map(|entry| (entry.path(), entry.file_name())).collect();
        marks.sort();
        let name = |(path, name): (PathBuf, std::ffi::OsString)| {
            fs::remove_file(path).expect("it is there");
            name.to_string_lossy().into_owned()
        };
        marks.into_iter().map(name).collect()
    }

    /// Sets it wherever the configuration, the attributes and the hooks of a repository can name a program (git-config(1),
    /// gitattributes(5), githooks(5)).
    fn set(&self, repository: &Path) {
        let program = self.program();
        let program = program.to_str().expect("UTF-8");
        let keys = [
            ("alias.cat-file", "!"),
            ("alias.diff-index", "!"),
            ("alias.ls-tree", "!"),
            ("alias.merge-base", "!"),
            ("alias.rev-parse", "!"),
            ("core.alternateRefsCommand", ""),
            ("core.askPass", ""),
            ("core.editor", ""),
            ("core.fsmonitor", ""),
            ("core.gitProxy", ""),
            ("core.pager", ""),
            ("core.sshCommand", ""),
            ("credential.helper", ""),
            ("diff.external", ""),
            ("diff.trap.command", ""),
            ("diff.trap.textconv", ""),
            ("filter.trap.clean", ""),
            ("filter.trap.process", ""),
            ("filter.trap.smudge", ""),
            ("gpg.program", ""),
            ("gpg.ssh.defaultKeyCommand", ""),
            ("gpg.ssh.program", ""),
            ("hook.trap.command", ""),
            ("interactive.diffFilter", ""),
            ("merge.trap.driver", ""),
            ("pager.cat-file", ""),
            ("pager.diff-index", ""),
            ("pager.ls-tree", ""),
            ("remote.origin.receivepack", ""),
            ("remote.origin.uploadpack", ""),
            ("sequence.editor", ""),
            ("submodule.sub.update", "!"),
            ("uploadpack.packObjectsHook", ""),
        ];
        for (key, before) in keys {
            plain_git(repository, &["config", key, &format!("{before}{program}")]);
        }
        let settings = [
            ("core.bigFileThreshold", "1"),
            ("core.checkStat", "minimal"),
            ("core.untrackedCache", "true"),
            ("diff.ignoreSubmodules", "none"),
            ("diff.submodule", "log"),
            ("extensions.partialClone", "origin"),
            ("filter.trap.required", "true"),
            ("hook.trap.event", "post-index-change"),
            ("log.showSignature", "true"),
            ("protocol.allow", "always"),
            ("protocol.ext.allow", "always"),
            ("remote.origin.promisor", "true"),
            ("remote.origin.url", &format!("ext::{program} remote")),
            ("submodule.recurse", "true"),
        ];
        for (key, value) in settings {
            plain_git(repository, &["config", key, value]);
        }
        plain_git(repository, &["config", "core.repositoryFormatVersion", "1"]);
        write(repository, ".gitattributes", "* filter=trap diff=trap merge=trap\n");
        write(repository, ".git/info/attributes", "* filter=trap diff=trap merge=trap\n");
        for hook in ["post-checkout", "post-index-change", "pre-auto-gc", "reference-transaction", "fsmonitor-watchman"]
        {
            self.copy(&repository.join(".git/hooks").join(hook));
        }
    }
}

#[test]
fn nothing_that_a_repository_names_is_run() {
    let repository = repository(&[("src/a.js", SEND), ("src/b.js", ANOTHER), ("old.js", SEND), ("sub/c.js", ANOTHER)]);
    let at = repository.path();
    git(at, &["rm", "-q", "-r", "--cached", "sub"]);
    git(&at.join("sub"), &["init", "-q"]);
    commit(&at.join("sub"));
    commit(at);
    let trap = Trap::new();
    trap.set(at);
    trap.set(&at.join("sub"));
    write(at, "src/a.js", &format!("{SEND}{ANOTHER}"));
    // The same content at another time, so that git has to look into it.
    write(at, "src/b.js", ANOTHER);
    write(at, "src/new.js", ANOTHER);
    fs::rename(at.join("old.js"), at.join("renamed.js")).expect("it moves");
    assert_eq!(trap.marks(), [""; 0]);
    for folder in [at.to_owned(), at.join("src")] {
        let (status, places, stderr) = since(&folder, "HEAD");
        assert_eq!(trap.marks(), [""; 0], "{stderr}");
        assert!(status == 1 && places.contains("a.js:4:43") && places.contains("new.js:1:43"), "{places} {stderr}");
        assert!(!places.contains("b.js"), "{places}");
    }
    // The traps are set: git itself runs them.
    plain_git(at, &["status"]);
    assert!(!trap.marks().is_empty());
    plain_git(at, &["-c", "core.fsmonitor=false", "diff"]);
    assert!(!trap.marks().is_empty());
}

#[test]
fn what_a_clone_lacks_is_not_fetched() {
    let repository = repository(&[("a.js", ANOTHER)]);
    let at = repository.path();
    write(at, "a.js", &format!("{ANOTHER}{SEND}"));
    let name = git(at, &["rev-parse", "HEAD:a.js"]);
    fs::remove_file(at.join(".git/objects").join(&name[..2]).join(&name[2..])).expect("the object is there");
    let trap = Trap::new();
    trap.set(at);
    let (status, _, stderr) = since(at, "HEAD");
    assert_eq!(trap.marks(), [""; 0], "{stderr}");
    assert!(status == 2 && stderr.contains("this clone lacks what an earlier revision holds"), "{stderr}");
    plain_git(at, &["cat-file", "-p", &name]);
    assert!(!trap.marks().is_empty(), "git itself would have fetched it");
}

#[test]
fn a_folder_that_looks_like_a_repository_is_none() {
    let repository = repository(&[("inner/a.js", ANOTHER)]);
    let inner = repository.path().join("inner");
    git(&inner, &["init", "-q", "--bare", "."]);
    let trap = Trap::new();
    trap.set(&inner);
    let worktree = repository.path().to_str().expect("UTF-8");
    for (key, value) in [("core.bare", "false"), ("core.worktree", worktree)] {
        plain_git(&inner, &["config", key, value]);
    }
    let (status, _, stderr) = since(&inner, "HEAD");
    assert_eq!(trap.marks(), [""; 0], "{stderr}");
    assert_eq!(status, 2, "{stderr}");
    plain_git(&inner, &["add", "."]);
    assert!(!trap.marks().is_empty(), "git itself takes it for one");
}
