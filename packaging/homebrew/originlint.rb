# Written by the release of originlint; the next release replaces it.
class Originlint < Formula
  desc "Security linter for browser messaging (postMessage, ports, channels, workers)"
  homepage "$repository"
  version "$version"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "$macos_arm_url"
      sha256 "$macos_arm_sha256"
    end
    on_intel do
      url "$macos_intel_url"
      sha256 "$macos_intel_sha256"
    end
  end

  on_linux do
    on_arm do
      url "$linux_arm_url"
      sha256 "$linux_arm_sha256"
    end
    on_intel do
      url "$linux_intel_url"
      sha256 "$linux_intel_sha256"
    end
  end

  def install
    bin.install "originlint"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/originlint.bash" => "originlint"
    zsh_completion.install "completions/_originlint"
    fish_completion.install "completions/originlint.fish"
  end

  test do
    (testpath/"embed.js").write "parent.postMessage({ token: document.cookie }, '*');\n"
    assert_match "[wildcard-sensitive-data]", shell_output("#{bin}/originlint check --format concise embed.js", 1)
  end
end
