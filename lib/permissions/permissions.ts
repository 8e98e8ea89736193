/** What a process may do; all else is denied. */
export interface Permissions {
  /** Absolute paths of files, and of folders with all that is in them. */
  read: string[];
  /** The same, for writing. */
  write: string[];
  /** The same, for native libraries to load. */
  ffi: string[];
  /** Host and port, such as `127.0.0.1:5000`. */
  net: string[];
  /** Programs. */
  run: string[];
  /** Names of environment variables. */
  env: string[];
  /** Names of the system's facts, such as `hostname`. */
  sys: string[];
}

/** What polars asks for when it is loaded, and the size of the memory. */
export const SYSTEM_FACTS = ["cpus", "hostname", "networkInterfaces", "systemMemoryInfo"];
