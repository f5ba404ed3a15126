# Downloads a release and says that it may be run: its checksum is that of the release, and GitHub attests that the release workflow
# of this project built it from the tag. Sourced by install.sh, in the folder that everything is put into.
#
# $version      the release, such as 1.2.3
# $source       the action's own source, which names the repository
# $folder       where everything is put
# $token        for gh

fail() {
  printf 'originlint: %s\n' "$1" >&2
  exit 2
}

repository=$(sed -n 's/^repository = "https:\/\/github.com\/\(.*\)"$/\1/p' "$source/Cargo.toml")
releases=https://github.com/$repository/releases/download/v$version

# A program for glibc is faster, one for musl runs everywhere.
case ${RUNNER_OS:?}-${RUNNER_ARCH:?} in
  Linux-X64) targets=(x86_64-unknown-linux-gnu x86_64-unknown-linux-musl) ;;
  Linux-ARM64) targets=(aarch64-unknown-linux-gnu aarch64-unknown-linux-musl) ;;
  macOS-X64) targets=(x86_64-apple-darwin) ;;
  macOS-ARM64) targets=(aarch64-apple-darwin) ;;
  Windows-X64) targets=(x86_64-pc-windows-msvc) ;;
  Windows-ARM64) targets=(aarch64-pc-windows-msvc) ;;
  *) fail "there is no released program for $RUNNER_OS on $RUNNER_ARCH; the input \`version: source\` builds one" ;;
esac

if ! command -v gh >/dev/null; then
  fail "gh, which verifies the attestation of the release, is not in PATH outside of the checkout; install it, or build with the input \`version: source\`"
fi

fetch() {
  local status=0
  # --disable comes first, so that no configuration of curl is read.
  curl --disable --fail --silent --show-error --location --proto '=https' --tlsv1.2 --retry 3 --output "$1.part" "$releases/$1" || status=$?
  case $status in
    0) mv "$1.part" "$1" ;;
    18) fail "the download of $1 ended too early" ;;
    22) fail "$releases/$1 cannot be had; is $version a release? The input \`version\` names another one" ;;
    *) fail "$releases/$1 cannot be downloaded: curl ended with status $status" ;;
  esac
}

digest() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# The archive of a target, verified.
obtain() {
  local archive=$1 expected actual
  expected=$(sed -n "s/^\([0-9a-f]\{64\}\)  $archive\$/\1/p" SHA256SUMS)
  if [[ -z $expected ]]; then fail "SHA256SUMS of $version does not name $archive"; fi
  # What an earlier job left is only believed if it is what is looked for now.
  if [[ -f $cache/$archive && $(digest "$cache/$archive") == "$expected" ]]; then
    cp "$cache/$archive" "$archive"
  else
    fetch "$archive"
  fi
  actual=$(digest "$archive")
  if [[ $actual != "$expected" ]]; then fail "the checksum of $archive is wrong: it is $actual and should be $expected"; fi
  if ! GH_HOST=github.com GH_TOKEN=$token gh attestation verify "$archive" --repo "$repository" --signer-workflow "$repository/.github/workflows/release.yml" \
    --source-ref "refs/tags/v$version" --deny-self-hosted-runners >attestation 2>&1; then
    cat attestation >&2
    fail "$archive has no valid attestation: nothing proves that the release workflow of $repository built it"
  fi
  if [[ ! -f $cache/$archive ]]; then
    mkdir -p "$cache"
    cp "$archive" "$cache/$archive.$$"
    mv "$cache/$archive.$$" "$cache/$archive"
  fi
}

cache=${RUNNER_TOOL_CACHE:-$folder/cache}/originlint/$version
fetch SHA256SUMS
binary=
for target in "${targets[@]}"; do
  case $target in
    *windows*)
      obtain "originlint-$target.zip"
      unzip -q -o "originlint-$target.zip"
      program=$folder/originlint-$target/originlint.exe
      ;;
    *)
      obtain "originlint-$target.tar.gz"
      tar -xzf "originlint-$target.tar.gz"
      program=$folder/originlint-$target/originlint
      ;;
  esac
  if [[ $("$program" --version 2>/dev/null) == "originlint $version" ]]; then
    binary=$program
    break
  fi
done
if [[ -z $binary ]]; then fail "the released program cannot be run here; the input \`version: source\` builds one"; fi
