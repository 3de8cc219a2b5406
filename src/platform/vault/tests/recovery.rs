//! The recovery sheet: on paper and back.

use proptest::prelude::*;

use crate::platform::vault::recovery::{self, Sheet, SheetProblem};
use crate::platform::vault::root::Root;

fn root() -> Root {
    Root::from_bytes(&[42; 32], 0).unwrap()
}

fn typed(sheet: &Sheet) -> Vec<&str> {
    sheet.groups().iter().map(String::as_str).collect()
}

#[test]
fn a_sheet_has_eight_groups_of_eight_letters() {
    let sheet = Sheet::of(&root()).unwrap();
    assert_eq!(sheet.groups().len(), recovery::GROUPS);
    assert!(sheet.groups().iter().all(|group| group.len() == 8));
}

#[test]
fn a_slip_of_the_pen_is_found_in_its_group() {
    let sheet = Sheet::of(&root()).unwrap();
    let wrong = sheet.groups()[4].replacen(|_: char| true, "", 1);
    let mut groups = typed(&sheet);
    groups[4] = &wrong;
    let read = recovery::parse(sheet.root_id(), &groups, 0);
    assert_eq!(read.err(), Some(SheetProblem::Group(5)));
}

#[test]
fn groups_in_another_order_are_noticed() {
    let sheet = Sheet::of(&Root::from_bytes(&[42; 32], 0).unwrap()).unwrap();
    let mut groups = typed(&sheet);
    groups.swap(1, 6);
    let read = recovery::parse(sheet.root_id(), &groups, 0);
    assert_eq!(read.err(), Some(SheetProblem::Group(2)));
}

#[test]
fn a_missing_group_is_said_so() {
    let sheet = Sheet::of(&root()).unwrap();
    let read = recovery::parse(sheet.root_id(), &typed(&sheet)[..7], 0);
    assert_eq!(read.err(), Some(SheetProblem::GroupCount(7)));
}

#[test]
fn the_sheet_of_another_agency_is_refused_by_its_id() {
    let sheet = Sheet::of(&root()).unwrap();
    let other = Root::from_bytes(&[43; 32], 0).unwrap();
    let read = recovery::parse(other.id(), &typed(&sheet), 0);
    assert_eq!(read.err(), Some(SheetProblem::OtherRoot(other.id())));
}

#[test]
fn only_two_different_groups_typed_right_confirm_the_sheet() {
    let sheet = Sheet::of(&root()).unwrap();
    let groups = typed(&sheet);
    assert!(sheet.confirms((2, groups[1]), (7, groups[6])));
    assert!(
        !sheet.confirms((2, groups[1]), (2, groups[1])),
        "one group is not two"
    );
    assert!(!sheet.confirms((2, groups[1]), (7, groups[1])));
    assert!(!sheet.confirms((2, ""), (7, groups[6])));
    assert!(
        !sheet.confirms((0, groups[0]), (7, groups[6])),
        "groups count from one"
    );
    assert!(!sheet.confirms((9, groups[0]), (7, groups[6])));
}

proptest! {
    #[test]
    fn every_root_comes_back_however_it_is_typed(key in any::<[u8; 32]>()) {
        let root = Root::from_bytes(&key, 0).unwrap();
        let sheet = Sheet::of(&root).unwrap();
        let careless: Vec<String> = sheet
            .groups()
            .iter()
            .map(|group| format!(" {}-{} ", group[..4].to_lowercase(), &group[4..]))
            .collect();
        let groups: Vec<&str> = careless.iter().map(String::as_str).collect();
        let read = recovery::parse(sheet.root_id(), &groups, 5).unwrap();
        prop_assert_eq!(read.id(), root.id());
        prop_assert!(read.check().unwrap() == root.check().unwrap());
    }
}
