# Sourced by ./mvnw and ./treadle: exports JAVA_HOME of a JDK 25 or newer, or says what was found and ends the script.
# Plain POSIX sh: it runs under dash, bash, zsh and busybox.

# Prints the feature version of the JDK in folder $1; fails if there is no JDK (a JRE has no javac).
treadle_jdk_version() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Prints the folder of the javac on the PATH, links resolved (macOS before 12.3 has no readlink -f).
treadle_path_jdk() {
  treadle_javac=$(command -v javac) || return 0
  treadle_javac=$(readlink -f "$treadle_javac" 2>/dev/null) || return 0
  printf '%s' "${treadle_javac%/bin/javac}"
}

treadle_mac_jdk() {
  [ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -v "$1+" 2>/dev/null
}

treadle_find_jdk() {
  treadle_min="${TREADLE_JDK:-25}"
  treadle_seen=
  treadle_home="${HOME:-/nonexistent}"
  for treadle_jdk in "${JAVA_HOME-}" "$(treadle_path_jdk)" "$(treadle_mac_jdk "$treadle_min")" \
    "${SDKMAN_DIR:-$treadle_home/.sdkman}"/candidates/java/* "$treadle_home"/.jdks/* \
    "$treadle_home"/.local/share/mise/installs/java/* "$treadle_home"/.asdf/installs/java/* \
    "$treadle_home"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk*; do
    [ -n "$treadle_jdk" ] || continue
    treadle_version=$(treadle_jdk_version "$treadle_jdk") && [ -n "$treadle_version" ] || continue
    if [ "$treadle_version" -ge "$treadle_min" ]; then
      JAVA_HOME=$treadle_jdk
      export JAVA_HOME
      return 0
    fi
    case "$treadle_seen" in
    *"  $treadle_jdk
"*) ;;
    *) treadle_seen="$treadle_seen  Java $treadle_version  $treadle_jdk
" ;;
    esac
  done
  {
    echo "Treadle needs a JDK $treadle_min or newer, and found none."
    if [ -n "$treadle_seen" ]; then
      echo "Found only:"
      printf '%s' "$treadle_seen"
    else
      echo "Found no JDK at all in JAVA_HOME, on the PATH, or in the usual folders (/usr/lib/jvm, SDKMAN, mise, ...)."
    fi
    echo "Install Eclipse Temurin $treadle_min or newer:"
    echo "  sdk install java $treadle_min-tem      (SDKMAN, any Unix)"
    echo "  brew install --cask temurin@$treadle_min      (macOS)"
    echo "  https://adoptium.net/installation/linux/      (Debian, Ubuntu, Fedora packages)"
    echo "or point JAVA_HOME at one:  JAVA_HOME=/path/to/jdk-$treadle_min $0"
  } >&2
  return 1
}

treadle_find_jdk || exit "${treadle_without_jdk-1}"
