//! What this computer has.

use std::path::Path;

use sysinfo::{DiskRefreshKind, Disks, MemoryRefreshKind, RefreshKind, System};

use crate::types::Hardware;

/// Cores and memory now; 0 where the system does not tell.
pub fn look() -> Hardware {
    let ram = RefreshKind::nothing().with_memory(MemoryRefreshKind::nothing().with_ram());
    let system = System::new_with_specifics(ram).ok();
    Hardware {
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        memory: system.as_ref().map_or(0, System::total_memory),
        available: system.as_ref().map_or(0, System::available_memory),
    }
}

/// Free space of the file system that holds a path; 0 where the system does not tell.
pub fn free_disk(path: &Path) -> u64 {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let disks = Disks::new_with_refreshed_list_specifics(DiskRefreshKind::nothing().with_storage());
    let Ok(disks) = disks else { return 0 };
    let holding = disks.iter().filter(|disk| path.starts_with(disk.mount_point()));
    holding
        .max_by_key(|disk| disk.mount_point().components().count())
        .map_or(0, sysinfo::Disk::available_space)
}
