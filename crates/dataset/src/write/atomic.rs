//! Files that appear whole or not at all.

use std::fs::File;
use std::io::{BufWriter, Error as IoError, ErrorKind, Write};
use std::path::Path;

use super::{WriteCause, WriteError};

/// Fills a new file beside `path` and, when it is safe on the disk, gives it that name. A symbolic link keeps
/// leading to the file.
pub(crate) fn write(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&File>) -> Result<(), WriteCause>,
) -> Result<(), WriteError> {
    place(path, fill).map_err(|cause| WriteError { path: path.to_path_buf(), cause })
}

fn place(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&File>) -> Result<(), WriteCause>,
) -> Result<(), WriteCause> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if target.is_dir() {
        return Err(IoError::from(ErrorKind::IsADirectory).into());
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".part");
    // Readable for the same people as any new file; without this only for the user.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let part = builder.tempfile_in(folder)?;
    let mut writer = BufWriter::new(part.as_file());
    fill(&mut writer)?;
    writer.flush()?;
    drop(writer);
    part.as_file().sync_all()?;
    part.persist(&target).map_err(|error| error.error)?;
    // The new name is safe when the folder is; not every system lets a folder be opened.
    if let Ok(folder) = File::open(folder) {
        folder.sync_all().ok();
    }
    Ok(())
}
