//! What kind of file system a state directory is on: SQLite's locks and its log are not safe where
//! several machines write to the same files (sqlite.org/wal.html, sqlite.org/useovernet.html).

use rustix::fs::{FsWord, statfs};
use std::path::Path;

/// The name of the network file system that a folder is on; `None` where it is on none, or that
/// cannot be told.
pub fn network(folder: &Path) -> Option<&'static str> {
    name(statfs(folder).ok()?.f_type)
}

/// Numbers as in statfs(2); some machines give them with a sign.
fn name(number: FsWord) -> Option<&'static str> {
    match u32::try_from(i128::from(number) & 0xffff_ffff).ok()? {
        0x6969 => Some("NFS"),
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => Some("SMB"),
        0x0102_1997 => Some("9p"),
        0x00c3_6400 => Some("Ceph"),
        0x5346_414f | 0x6b41_4653 => Some("AFS"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_have_names() {
        for (number, expected) in [
            (0x6969, Some("NFS")),
            (0xff53_4d42, Some("SMB")),
            (0x0102_1997, Some("9p")),
            (0xef53, None),      // ext4
            (0x9123_683e, None), // btrfs
            (0x0102_1994, None), // tmpfs
            (0, None),
        ] {
            assert_eq!(name(number), expected, "{number:#x}");
        }
    }

    #[test]
    fn what_cannot_be_looked_at_has_none() {
        assert_eq!(network(Path::new("/no/such/folder")), None);
    }
}
