/// The house rules: what the build checks about how Treadle is written.
///
/// A rule is a class named after it, its test shows that it fires, and [HouseTest] runs all of them
/// over this checkout. What a rule says in words stands in the style guide; exceptions are rows of
/// a table in `ARCHITECTURE.md`.
@NullMarked
package dev.treadle.house;

import org.jspecify.annotations.NullMarked;
