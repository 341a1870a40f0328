/// The command line: `crawl` for people and for CI, `demo` for a first look.
@org.jspecify.annotations.NullMarked
package dev.treadle.examples.scout.command;
