//! What a list is besides its bytes: mode, owner, extended attributes (access control lists and
//! security labels are some). A new file in its place keeps all of it, or the list is refused
//! before anything is written.

use super::{FileError, Source, not_writable, open};
use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr};
use rustix::io::Errno;
use std::ffi::{CStr, CString};
use std::fs::File;
use std::os::unix::fs::{MetadataExt, fchown};

/// What the kernel makes of the bytes; it will do so again.
const FINGERPRINTS: [&CStr; 2] = [c"security.ima", c"security.evm"];

/// What a new file inherits from its folder.
const ACCESS: &CStr = c"system.posix_acl_access";

/// More than the kernel lets an attribute or their list of names be.
const MOST: usize = 64 * 1024;

/// Gives `file` what the list has. Owner first: changing it clears bits of the mode.
pub(super) fn keep(source: &Source, file: &File) -> Result<(), FileError> {
    let looked = || FileError::io("look at", &source.path);
    let list = open(&source.real).map_err(looked())?;
    let theirs = list.metadata().map_err(looked())?;
    let owned = || {
        let ours = file.metadata()?;
        if (ours.uid(), ours.gid()) != (theirs.uid(), theirs.gid()) {
            fchown(file, Some(theirs.uid()), Some(theirs.gid()))?;
        }
        file.set_permissions(theirs.permissions())
    };
    owned().map_err(|e| {
        let (uid, gid) = (theirs.uid(), theirs.gid());
        let why =
            format!("its owner {uid}:{gid} could not be kept ({e}); run arxsync as its owner");
        not_writable(&source.path, why)
    })?;
    attributes(&list, file).map_err(|(name, e)| {
        let e = std::io::Error::from(e);
        let why = format!(
            "its extended attributes could not be kept ({name}{e}); remove them, or run arxsync as its owner"
        );
        not_writable(&source.path, why)
    })
}

/// Copies the attributes that differ; a label that the folder gives to every new file need not be
/// set, and often must not.
fn attributes(list: &File, file: &File) -> Result<(), (String, Errno)> {
    let unnamed = |e| (String::new(), e);
    let mut names = names(list).map_err(unnamed)?;
    names.retain(|name| !FINGERPRINTS.contains(&name.as_c_str()));
    if !names.iter().any(|name| name.as_c_str() == ACCESS) {
        names.push(ACCESS.to_owned());
    }
    for name in names {
        let keep = || match (value(list, &name)?, value(file, &name)?) {
            (theirs, ours) if theirs == ours => Ok(()),
            (Some(theirs), _) => fsetxattr(file, &*name, &theirs, XattrFlags::empty()),
            (None, _) => fremovexattr(file, &*name),
        };
        keep().map_err(|e| (format!("{}: ", name.to_string_lossy()), e))?;
    }
    Ok(())
}

fn names(file: &File) -> Result<Vec<CString>, Errno> {
    let mut names = vec![0; MOST];
    let length = match flistxattr(file, &mut names[..]) {
        Err(Errno::NOTSUP | Errno::NOSYS) => 0,
        listed => listed?,
    };
    let parts = names[..length].split_inclusive(|b| *b == 0);
    Ok(parts
        .filter_map(|part| CStr::from_bytes_with_nul(part).ok().map(CStr::to_owned))
        .collect())
}

fn value(file: &File, name: &CStr) -> Result<Option<Vec<u8>>, Errno> {
    let mut value = vec![0; MOST];
    match fgetxattr(file, name, &mut value[..]) {
        Ok(length) => {
            value.truncate(length);
            Ok(Some(value))
        }
        Err(Errno::NODATA | Errno::NOTSUP | Errno::NOSYS) => Ok(None),
        Err(e) => Err(e),
    }
}
