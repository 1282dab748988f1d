# Sourced by try-packages: starts a Debian that lies in a folder, by its own systemd, without any network.
#
# It has its own processes, mounts, host name and network (loopback alone), and finds the settings of
# this machine's kernel read-only. It is no jail: what runs in there is root's, and ours. Nothing but
# util-linux and procps is needed here, and that root may make namespaces and mount cgroup2.

booted=
booter=
groups=

# boot FOLDER: its Debian runs when this comes back.
boot() {
    # A group of its own, below which its systemd makes all others.
    mkdir -p "$1.groups"
    groups=$1.groups/of-the-trial.$$
    mountpoint --quiet "$1.groups" || mount -t cgroup2 cgroup2 "$1.groups"
    mkdir "$groups"
    # shellcheck disable=SC2016 # the inner shell replaces these names
    (exec sh -euc 'echo $$ >"$1/cgroup.procs"; shift
        exec unshare --mount --pid --fork --kill-child --uts --ipc --cgroup --net sh -euc "$@"' \
        sh "$groups" "$first_steps" sh "$1") >/dev/null 2>&1 </dev/null &
    booter=$!
    for _ in $(seq 300); do
        sleep 0.2
        # unshare's child is the first process in there; it is systemd once the first steps are made.
        booted=$(pgrep --parent "$booter" || true)
        if [ -n "$booted" ] && [ "$(cat "/proc/$booted/comm")" = systemd ]; then
            # shellcheck disable=SC2046 # one word per line is meant
            case $($(way_in "$1") systemctl is-system-running 2>/dev/null) in
                running | degraded) return 0 ;;
            esac
        fi
    done
    echo "The Debian in $1 could not be started here: may root make namespaces, and mount cgroup2?" >&2
    exit 69
}

# shut_down: as if its plug were pulled.
shut_down() {
    [ -n "$booter" ] || return 0
    kill -KILL "$booter" 2>/dev/null || true
    wait "$booter" 2>/dev/null || true
    for _ in $(seq 50); do
        find "$groups" -depth -type d -exec rmdir {} + 2>/dev/null || true
        [ -d "$groups" ] || break
        sleep 0.1 # until the last of its processes is gone
    done
    booter=
    booted=
}

# way_in FOLDER: prints, one word per line, how a command begins that is to run there.
way_in() {
    if [ -n "$booted" ]; then
        printf '%s\n' nsenter --target "$booted" --all
    else
        printf '%s\n' chroot "$1"
    fi
}

# shellcheck disable=SC2016 # the shell in there replaces these names
first_steps='
mount --make-rprivate /
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=755 tmpfs dev
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
for device in null zero full random urandom tty; do
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mkdir -p run/before
pivot_root . run/before
umount -l /run/before
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd
'
