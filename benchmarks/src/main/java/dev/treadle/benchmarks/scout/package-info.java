/// Crawlers on the same site: Scout, one on plain virtual threads with the JDK's client, and
/// Python's; each does the same work, and must find the same.
@org.jspecify.annotations.NullMarked
package dev.treadle.benchmarks.scout;
