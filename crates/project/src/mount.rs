//! Whether a file lies on a network drive, where SQLite's write-ahead log is not safe: its index is shared memory.

use std::path::Path;

/// File systems of Linux that lie on another computer.
const REMOTE: &[&str] = &[
    "9p",
    "afs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "fuse.davfs2",
    "fuse.glusterfs",
    "fuse.rclone",
    "fuse.sshfs",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "smb3",
    "smbfs",
];

/// Whether the file, given by its canonical path, lies on a network drive. Where the system does not say, `false`:
/// SQLite then falls back by itself if the drive offers no shared memory.
pub(crate) fn is_remote(path: &Path) -> bool {
    if cfg!(windows) {
        return path.to_string_lossy().starts_with(r"\\?\UNC\");
    }
    std::fs::read_to_string("/proc/self/mountinfo").is_ok_and(|table| lies_on_remote(&table, path))
}

/// Looks up the innermost mount point that holds `path` in the text of `/proc/self/mountinfo` (proc(5)).
fn lies_on_remote(table: &str, path: &Path) -> bool {
    let mounts = table.lines().filter_map(|line| {
        let (place, kind) = line.split_once(" - ")?;
        let point = place.split(' ').nth(4)?.replace("\\040", " ");
        path.starts_with(&point).then_some((point.len(), kind.split(' ').next()?))
    });
    // Of mounts on the same point the later one hides the earlier.
    mounts.max_by_key(|(length, _)| *length).is_some_and(|(_, kind)| REMOTE.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:40 / /home/ana rw - nfs4 server:/ana rw,vers=4.2
31 30 0:41 / /home/ana/local\\040disk rw - btrfs /dev/sdb rw
32 22 0:42 / /mnt/share rw - cifs //server/share rw";

    #[test]
    fn finds_the_innermost_mount() {
        let check =
            |path: &str, expected| assert_eq!(lies_on_remote(TABLE, Path::new(path)), expected, "{path}");
        check("/srv/a.seedbed", false);
        check("/home/ana/a.seedbed", true);
        check("/home/anabel/a.seedbed", false);
        check("/home/ana/local disk/a.seedbed", false);
        check("/mnt/share/b/a.seedbed", true);
    }
}
