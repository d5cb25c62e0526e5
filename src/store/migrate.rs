//! Brings a database to this program's schema. Which databases may be touched at all is decided in
//! [`super::open`].
//!
//! The index in [`MIGRATIONS`] is the version (`PRAGMA user_version`). A released migration is
//! never edited; the next one is added.

use rusqlite::{Connection, TransactionBehavior};

/// All migrations in order: file name in `migrations/`, and what it says.
pub(super) const MIGRATIONS: &[(&str, &str)] = &[
    (
        "0001_init.sql",
        include_str!("../../migrations/0001_init.sql"),
    ),
    (
        "0002_questions.sql",
        include_str!("../../migrations/0002_questions.sql"),
    ),
    (
        "0003_service.sql",
        include_str!("../../migrations/0003_service.sql"),
    ),
    (
        "0004_lists.sql",
        include_str!("../../migrations/0004_lists.sql"),
    ),
    (
        "0005_answers.sql",
        include_str!("../../migrations/0005_answers.sql"),
    ),
    (
        "0006_review.sql",
        include_str!("../../migrations/0006_review.sql"),
    ),
];

/// The newest schema version this program knows.
pub(super) const KNOWN: i64 = MIGRATIONS.len() as i64;

/// The schema version of the database.
pub(super) fn version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Runs the migrations that the database has not seen, each in a transaction of its own.
pub(super) fn migrate(conn: &mut Connection) -> rusqlite::Result<()> {
    for (to, (_, sql)) in (1..).zip(MIGRATIONS) {
        step(conn, to, sql)?;
    }
    Ok(())
}

/// Runs the migration that leads to version `to`, unless the database is there already. Exclusive,
/// and the version is read inside, because another program may have started at the same moment.
fn step(conn: &mut Connection, to: i64, sql: &str) -> rusqlite::Result<()> {
    if version(conn)? >= to {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    if version(&tx)? < to {
        tx.execute_batch(sql)?;
        tx.pragma_update(None, "user_version", to)?;
    }
    tx.commit()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn schema(conn: &Connection) -> Vec<String> {
        let mut rows = conn
            .prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
            .unwrap();
        let sql = rows.query_map([], |row| row.get(0)).unwrap();
        sql.map(Result::unwrap).collect()
    }

    #[test]
    fn every_file_in_migrations_is_listed_in_order() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let mut files: Vec<_> = std::fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let listed: Vec<_> = MIGRATIONS.iter().map(|(name, _)| *name).collect();
        assert_eq!(files, listed);
        for (number, name) in (1..).zip(listed) {
            assert!(name.starts_with(&format!("{number:04}_")), "{name}");
        }
    }

    #[test]
    fn migrating_from_every_prefix_ends_in_the_same_schema() {
        let mut fresh = Connection::open_in_memory().unwrap();
        migrate(&mut fresh).unwrap();
        assert_eq!(version(&fresh).unwrap(), KNOWN);
        assert!(!schema(&fresh).is_empty());
        for prefix in 0..=MIGRATIONS.len() {
            let mut conn = Connection::open_in_memory().unwrap();
            for (to, (_, sql)) in (1..).zip(&MIGRATIONS[..prefix]) {
                step(&mut conn, to, sql).unwrap();
            }
            migrate(&mut conn).unwrap();
            assert_eq!(schema(&conn), schema(&fresh), "from prefix {prefix}");
            assert_eq!(version(&conn).unwrap(), KNOWN);
        }
    }

    #[test]
    fn a_migration_that_fails_half_way_leaves_nothing() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let before = schema(&conn);
        let broken = "CREATE TABLE half (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1);";
        assert!(step(&mut conn, KNOWN + 1, broken).is_err());
        assert_eq!(schema(&conn), before);
        assert_eq!(version(&conn).unwrap(), KNOWN);
    }

    #[test]
    fn all_tables_are_strict() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let loose: i64 = conn
            .query_row(
                "SELECT count(*) FROM pragma_table_list
                 WHERE type = 'table' AND schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(loose, 0);
    }
}
