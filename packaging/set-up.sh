# Sourced by the scripts beside it and nothing else: puts in place what they need, and is quick when it is there.
#
# The caller sets $top, the checkout. All words go to stderr, so that the app's own output stays clean.
# What cannot be put in place ends with 69, which is none of the app's own exit codes.
# Where there is no dpkg-query (not Debian), system packages are left to the user.

venv=${top:?}/.venv

say() {
    printf '%s\n' "$*" >&2
}

refuse() {
    say "$*"
    exit 69
}

# set_up run|base|build|test: the system packages, then .venv with the locked Python packages.
set_up() {
    install_system_packages "$1"
    case $1 in
        run) install_python_packages requirements.lock ;;
        base) install_python_packages requirements-base.lock ;;
        build) install_python_packages requirements-build.lock ;;
        test) install_python_packages requirements-dev.lock ;;
    esac
}

# Prints the Debian packages that $1 (run, build or test) needs; builds and tests need the app's too.
system_packages() {
    while read -r package user _why; do
        case $package in '' | '#'*) continue ;; esac
        if [ "$user" = run ] || [ "$user" = "$1" ]; then
            printf '%s\n' "$package"
        fi
    done <"$top/packaging/debian-packages"
}

install_system_packages() {
    [ "$1" != base ] || return 0 # it draws nothing
    command -v dpkg-query >/dev/null || return 0
    needed=$(system_packages "$1")
    # shellcheck disable=SC2086 # one word per package is meant
    installed=$(dpkg-query --show --showformat '${db:Status-Status} ${Package} ' $needed 2>/dev/null || true)
    missing=
    for package in $needed; do
        case " $installed" in
            *" installed $package "*) ;;
            *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0

    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null; then
        as_root=sudo
    else
        say "Only root can install these system packages, so this goes on without them:$missing"
        return 0
    fi
    say "Installing system packages:$missing"
    # A source that is out of reach must not stop what the others can deliver.
    $as_root apt-get update -qq >&2 || say "Some package sources could not be read; going on with the others."
    # shellcheck disable=SC2086
    said=$($as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq --no-install-recommends -o Dpkg::Use-Pty=0 $missing 2>&1) ||
        refuse "$said
The system packages could not be installed; what apt-get said stands above. Nothing else was changed."
}

# install_python_packages LOCK: .venv holds exactly the pinned versions that LOCK names, checked by hash.
install_python_packages() {
    lock=$top/packaging/$1
    stamp=$venv/set-up-from-$1
    is_set_up && return 0
    command -v python3 >/dev/null || refuse "Python 3.11 or newer is needed and there is no python3."
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        refuse "Python 3.11 or newer is needed; this is $(python3 --version)."
    mkdir -p "$venv" || refuse "The folder .venv could not be made beside this program's files."
    # Two first starts at once must not write over each other. (flock is part of every Debian.)
    exec 9>"$venv/set-up.lock"
    if command -v flock >/dev/null; then flock 9; fi
    is_set_up || fill_venv "$1"
    exec 9>&-
}

is_set_up() {
    [ -x "$venv/bin/python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(stamp_text)" ]
}

# What a finished set-up depends on: the pins, this script, the Python behind .venv, and where it all lies.
stamp_text() {
    cat "$lock" "$top/packaging/set-up.sh" | sha256sum
    readlink -f "$venv/bin/python"
    printf '%s\n' "$top"
}

fill_venv() {
    python=$venv/bin/python
    # Without a working pip it is half made, or its Python is gone or another one.
    if ! "$python" -c 'import pip' 2>/dev/null; then
        rm -rf "${venv:?}/bin" "${venv:?}/include" "${venv:?}/lib" "${venv:?}/lib64" "${venv:?}/pyvenv.cfg"
        say "Making the Python environment .venv"
        python3 -m venv "$venv" >&2 ||
            refuse "The Python environment could not be made; on Debian the package python3-venv is needed."
    fi
    say "Installing the Python packages of $1 (a few minutes the first time)"
    "$python" -m pip install --quiet --no-input --disable-pip-version-check \
        --no-deps --require-hashes --only-binary :all: -r "$lock" >&2 ||
        refuse "The Python packages could not be installed; what pip said stands above. Starting again goes on from here."
    link_the_app
    stamp_text >"$stamp.new"
    mv "$stamp.new" "$stamp"
}

# Makes inspector_app importable in .venv, and its two commands start it from any folder.
# Both by relative paths: an editable install would need a build tool from the index.
link_the_app() {
    packages=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' ../../../.. >"$packages/spr-inspector.pth"
    link_command spr-inspector inspector_app
    link_command spr-base inspector_app.server
}

# link_command NAME MODULE: .venv/bin/NAME runs the module, from any folder.
link_command() {
    cat >"$venv/bin/$1" <<WRAPPER
#!/bin/sh
# -P: a file in the current folder must not pass itself off as one of Python's modules.
exec "\$(dirname -- "\$(readlink -f -- "\$0")")/python" -P -m $2 "\$@"
WRAPPER
    chmod +x "$venv/bin/$1"
}
