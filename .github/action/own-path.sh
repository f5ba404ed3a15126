# Takes out of $PATH what lies in the checkout, and what is not absolute: there a pull request decides what `git` or `cargo` is.
# Sourced first by the action's scripts. Until it is done, nothing but the shell itself is run.

checkout=$(cd -- "${GITHUB_WORKSPACE:?}" && pwd -P)
kept=
IFS=: read -ra folders <<<"$PATH"
for folder in "${folders[@]}"; do
  [[ $folder == /* ]] || continue
  real=$(cd -- "$folder" 2>/dev/null && pwd -P) || continue
  [[ $real/ == "$checkout"/* ]] || kept+=${kept:+:}$folder
done
export PATH=$kept
hash -r
unset checkout kept folders folder real
