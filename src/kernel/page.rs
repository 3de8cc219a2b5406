//! A page of a list: at most 100 rows, found by an opaque keyset cursor. Source: API conventions.

use super::error::Error;

/// Rows per page when the client does not say.
pub const PAGE_SIZE_DEFAULT: u32 = 25;
/// Rows per page at most.
pub const PAGE_SIZE_MAX: u32 = 100;
/// How deep `page=` may go; deeper pages need the cursor.
pub const PAGE_NUMBER_MAX: u32 = 100;

/// Where a page starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// At the first row.
    Start,
    /// Behind the row with these sort keys: numbers, in the order of the list's sort.
    After(Vec<i64>),
    /// At the n-th page, counted from 1, at most [`PAGE_NUMBER_MAX`].
    Number(u32),
}

/// What page of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// Rows wanted, 1..=100.
    pub size: u32,
    /// Where it starts.
    pub from: From,
    /// Whether the client asked for the total.
    pub count: Count,
}

/// Whether the total is wanted; it costs a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Leave it out.
    Skip,
    /// `count=1`.
    Total,
}

impl PageRequest {
    /// The first page of the usual size.
    pub const FIRST: PageRequest = PageRequest {
        size: PAGE_SIZE_DEFAULT,
        from: From::Start,
        count: Count::Skip,
    };

    /// The first page of the longest size: all of a list that is short by its nature.
    pub const LONGEST: PageRequest = PageRequest {
        size: PAGE_SIZE_MAX,
        ..PageRequest::FIRST
    };

    /// One row more than wanted, to learn whether another page follows.
    pub fn fetch(&self) -> i64 {
        i64::from(self.size) + 1
    }

    /// Rows to skip for `page=`; zero with a cursor.
    pub fn offset(&self) -> i64 {
        match self.from {
            From::Number(number) => (i64::from(number) - 1).max(0) * i64::from(self.size),
            From::Start | From::After(_) => 0,
        }
    }

    /// The sort keys to start behind.
    ///
    /// # Errors
    /// 400 when the cursor is of another list: this one has so many keys.
    pub fn after<const N: usize>(&self) -> Result<Option<[i64; N]>, Error> {
        match &self.from {
            From::After(keys) => match <[i64; N]>::try_from(keys.as_slice()) {
                Ok(keys) => Ok(Some(keys)),
                Err(_) => Err(PageRequest::foreign_cursor()),
            },
            From::Start | From::Number(_) => Ok(None),
        }
    }

    /// The refusal of a cursor that belongs to another list or order.
    pub fn foreign_cursor() -> Error {
        Error::field("cursor", "invalid_cursor")
    }
}

/// One page of rows.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows, at most as many as asked for.
    pub items: Vec<T>,
    /// Sort keys of the last row when more follow.
    pub next: Option<Vec<i64>>,
    /// All rows behind the filters, when asked for.
    pub total: Option<i64>,
}

impl<T> Page<T> {
    /// Cuts the extra row that [`PageRequest::fetch`] asked for and remembers where to go on.
    pub fn cut(mut rows: Vec<T>, request: &PageRequest, keys: impl Fn(&T) -> Vec<i64>) -> Page<T> {
        let size = usize::try_from(request.size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(keys) } else { None };
        Page {
            items: rows,
            next,
            total: None,
        }
    }

    /// A list that is short by its nature, in one page.
    pub fn whole(items: Vec<T>) -> Page<T> {
        Page {
            items,
            next: None,
            total: None,
        }
    }

    /// The same page with the total set.
    #[must_use]
    pub fn with_total(mut self, total: Option<i64>) -> Page<T> {
        self.total = total;
        self
    }

    /// The same page of other rows.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(f).collect(),
            next: self.next,
            total: self.total,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_of_a_list_with_other_keys_is_refused_instead_of_starting_over() {
        let request = PageRequest {
            from: From::After(vec![7, 8]),
            ..PageRequest::FIRST
        };
        assert!(matches!(request.after::<2>(), Ok(Some([7, 8]))));
        assert!(matches!(request.after::<1>(), Err(Error::Invalid(_))));
        assert!(matches!(request.after::<3>(), Err(Error::Invalid(_))));
        assert!(matches!(PageRequest::FIRST.after::<1>(), Ok(None)));
    }
}
