//! Starting and stopping.

use rustix::process::Signal;

use super::process::Folder;

#[test]
fn serving_an_empty_folder_founds_an_agency() {
    let folder = Folder::empty();
    let server = folder.serve();
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
    for name in ["balinyaar.db", "master.key"] {
        assert!(folder.file(name).exists(), "{name}");
    }
    let mode = |name: &str| {
        use std::os::unix::fs::MetadataExt as _;
        std::fs::metadata(folder.file(name)).unwrap().mode() & 0o777
    };
    assert_eq!((mode("."), mode("master.key")), (0o700, 0o600));
    assert_eq!(
        mode("balinyaar.db") & 0o077,
        0,
        "only its owner may read the database"
    );
    assert!(
        server.block["data_dir"]
            .as_str()
            .unwrap()
            .ends_with("/data")
    );
}

#[test]
fn either_signal_stops_it_cleanly_and_leaves_one_file() {
    for signal in [Signal::TERM, Signal::INT] {
        let folder = Folder::empty();
        let server = folder.serve();
        server.signal(signal);
        assert_eq!(server.ended(), Some(0));
        let log = folder.file("balinyaar.db-wal");
        assert!(!log.exists() || log.metadata().unwrap().len() == 0);
    }
}

#[test]
fn a_half_sent_request_does_not_hold_up_the_stop() {
    use std::io::Write as _;
    let folder = Folder::empty();
    let server = folder.serve();
    let mut idle = std::net::TcpStream::connect(server.address).unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n").unwrap();
    let watch = balinyaar::platform::clock::Stopwatch::start();
    server.signal(Signal::TERM);
    assert_eq!(server.ended(), Some(0));
    assert!(watch.elapsed().as_secs() < 10);
}

#[test]
fn it_starts_again_after_being_killed() {
    let folder = Folder::empty();
    let server = folder.serve();
    server.signal(Signal::KILL);
    assert_eq!(server.ended(), None);
    assert!(folder.serve().get("/").starts_with("HTTP/1.1 200"));
}
