//! The command line. Everything else is in the library.

/// Requests allocate many small, short-lived values on several threads, where the C library's own
/// allocator spends a good part of each call.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    balinyaar::cli::run()
}
