//! The sources of configuration over each other, and every refusal.

use std::path::PathBuf;

use super::*;

/// A folder that may hold a `balinyaar.toml`.
struct Folder(tempfile::TempDir);

impl Folder {
    fn with(toml: &str) -> Folder {
        let dir = tempfile::tempdir().unwrap();
        if !toml.is_empty() {
            std::fs::write(dir.path().join(FILE_NAME), toml).unwrap();
        }
        Folder(dir)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn given(&self) -> Given {
        Given {
            flags: vec![("data_dir", self.0.path().display().to_string())],
            ..Given::default()
        }
    }

    fn read(&self, environment: &[(&str, &str)], flags: &[(&'static str, &str)]) -> Config {
        match Config::read(&self.mixed(environment, flags)) {
            Ok(config) => config,
            Err(error) => panic!("{error:?}"),
        }
    }

    fn problems(&self, environment: &[(&str, &str)]) -> String {
        match Config::read(&self.mixed(environment, &[])) {
            Ok(_) => String::new(),
            Err(error) => error.0.join("\n"),
        }
    }

    fn mixed(&self, environment: &[(&str, &str)], flags: &[(&'static str, &str)]) -> Given {
        let mut given = self.given();
        given.environment = environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let flags = flags
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        given.flags.extend(flags);
        given
    }
}

fn source_of(config: &Config, key: &str) -> Source {
    config
        .entries
        .iter()
        .find(|entry| entry.key == key)
        .unwrap()
        .source
}

#[test]
fn the_command_line_beats_the_environment_beats_the_file_beats_the_default() {
    let toml = "listen = \"127.0.0.1:3\"";
    let environment = [("BALINYAAR_LISTEN", "127.0.0.1:2")];
    let flags = [("listen", "127.0.0.1:1")];
    let none: [(&str, &str); 0] = [];
    let no_flags: [(&'static str, &str); 0] = [];
    let table = [
        (
            Folder::with("").read(&none, &no_flags),
            8080,
            Source::Default,
        ),
        (Folder::with(toml).read(&none, &no_flags), 3, Source::Toml),
        (
            Folder::with(toml).read(&environment, &no_flags),
            2,
            Source::Environment,
        ),
        (
            Folder::with(toml).read(&environment, &flags),
            1,
            Source::CommandLine,
        ),
        (
            Folder::with("").read(&environment, &no_flags),
            2,
            Source::Environment,
        ),
        (
            Folder::with(toml).read(&none, &flags),
            1,
            Source::CommandLine,
        ),
    ];
    for (config, port, source) in table {
        assert_eq!(config.listen.port(), port);
        assert_eq!(source_of(&config, "listen"), source);
    }
}

#[test]
fn a_platform_setting_is_fixed_by_the_same_precedence() {
    let folder =
        Folder::with("[settings]\nnurse_response_deadline_hours = 12\nmoney_unit = \"rial\"");
    let mut given = folder.mixed(&[("BALINYAAR_NURSE_RESPONSE_DEADLINE_HOURS", "۶")], &[]);
    let fixed = |given: &Given| {
        let mut settings = Config::read(given).ok().unwrap().settings;
        settings.sort_by(|a, b| a.0.cmp(&b.0));
        settings
    };
    let rial = ("money_unit".to_owned(), "rial".to_owned(), Source::Toml);
    let hours = |value: &str, source| {
        (
            "nurse_response_deadline_hours".to_owned(),
            value.to_owned(),
            source,
        )
    };
    assert_eq!(
        fixed(&given),
        [rial.clone(), hours("6", Source::Environment)]
    );
    given.set = vec!["nurse_response_deadline_hours=48".to_owned()];
    assert_eq!(fixed(&given), [rial, hours("48", Source::CommandLine)]);
}

#[test]
fn a_value_may_lie_in_a_file_named_by_the_environment() {
    let folder = Folder::with("");
    let token = folder.file("token", "tell-nobody\n");
    let config = folder.read(
        &[("BALINYAAR_METRICS_TOKEN_FILE", token.to_str().unwrap())],
        &[],
    );
    assert_eq!(config.metrics_token.unwrap().reveal(), "tell-nobody");
    let absent = folder.problems(&[("BALINYAAR_METRICS_TOKEN_FILE", "/nowhere/at/all")]);
    assert!(
        absent.contains("BALINYAAR_METRICS_TOKEN_FILE=/nowhere/at/all"),
        "{absent}"
    );
}

#[test]
fn an_unknown_key_in_the_file_is_refused_and_the_nearest_one_named() {
    let problems = Folder::with("lisen = \"127.0.0.1:1\"").problems(&[]);
    assert!(
        problems.contains("`lisen` is not known; did you mean `listen`?"),
        "{problems}"
    );
    let problems = Folder::with("[settings]\nmoney_units = \"rial\"").problems(&[]);
    assert!(
        problems.contains("did you mean `money_unit`?"),
        "{problems}"
    );
    let problems = Folder::with("[server]\nport = 1").problems(&[]);
    assert!(problems.contains("`server` is not known"), "{problems}");
}

#[test]
fn a_process_key_among_the_settings_is_refused() {
    let problems = Folder::with("[settings]\nlisten = \"127.0.0.1:1\"").problems(&[]);
    assert!(problems.contains("`listen` is not known"), "{problems}");
    let problems = Folder::with("agency_name = \"x\"").problems(&[]);
    assert!(
        problems.contains("`agency_name` is not known"),
        "{problems}"
    );
}

#[test]
fn every_bad_value_is_named_at_once() {
    let toml = "listen = \"nowhere\"\npublic_url = \"agency.example/path\"\nlog_format = \"xml\"\n\
                trusted_proxies = [\"10.0.0.1\", \"proxy\"]\n[settings]\nslot_hold_minutes = 0";
    let problems = Folder::with(toml).problems(&[]);
    for key in [
        "listen",
        "public_url",
        "log_format",
        "trusted_proxies",
        "slot_hold_minutes",
    ] {
        assert!(problems.contains(&format!("`{key}`")), "{key}: {problems}");
    }
    assert_eq!(problems.lines().count(), 5, "{problems}");
}

#[test]
fn a_misspelt_variable_warns_and_the_start_goes_on() {
    let config = Folder::with("").read(&[("BALINYAAR_LISTN", "127.0.0.1:1")], &[]);
    assert_eq!(config.listen.port(), 8080);
    assert_eq!(
        config.warnings,
        ["BALINYAAR_LISTN is not known; did you mean `listen`?"]
    );
}

#[test]
fn a_broken_or_absent_file_is_refused() {
    assert!(Folder::with("listen = ").problems(&[]).contains(FILE_NAME));
    let folder = Folder::with("");
    let mut given = folder.given();
    given.file = Some(folder.0.path().join("absent.toml"));
    assert!(Config::read(&given).is_err());
    assert!(
        Folder::with("listen = 1.5")
            .problems(&[])
            .contains("`listen` must be")
    );
}

#[test]
fn a_secret_is_never_repeated_in_a_refusal() {
    let problems = Folder::with("").problems(&[("BALINYAAR_METRICS_TOKEN", "tell\nnobody")]);
    assert!(problems.contains("metrics_token"));
    assert!(!problems.contains("nobody"), "{problems}");
}

#[test]
fn the_key_a_service_manager_hands_over_is_used() {
    let folder = Folder::with("");
    folder.file(CREDENTIAL, "key");
    let place = folder.0.path().to_str().unwrap();
    let config = folder.read(&[("CREDENTIALS_DIRECTORY", place)], &[]);
    assert_eq!(config.key_file, Some(folder.0.path().join(CREDENTIAL)));
    let elsewhere = [
        ("CREDENTIALS_DIRECTORY", place),
        ("BALINYAAR_MASTER_KEY_FILE", "/k"),
    ];
    let config = folder.read(&elsewhere, &[]);
    assert_eq!(config.key_file, Some(PathBuf::from("/k")));
}

#[test]
fn no_platform_setting_has_the_name_of_a_process_key() {
    for key in KEYS {
        assert!(settings::find(key.name).is_none(), "{}", key.name);
        assert!(
            key.default.is_empty() || key.shape.fits(key.default),
            "{}",
            key.name
        );
    }
}

#[test]
fn cookies_are_secure_exactly_behind_tls() {
    for (url, secure) in [
        ("https://agency.example", true),
        ("http://agency.lan:8080", false),
    ] {
        let config = Folder::with(&format!("public_url = \"{url}\"")).read(&[], &[]);
        assert_eq!(config.is_secure(), secure);
        assert_eq!(config.origin(), url);
    }
    assert_eq!(
        Folder::with("").read(&[], &[]).origin(),
        "http://127.0.0.1:8080"
    );
}
