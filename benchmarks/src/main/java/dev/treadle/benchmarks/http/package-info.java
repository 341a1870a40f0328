/// HTTP servers under load, and clients that ask: Treadle's, those of the JVM that run handlers on
/// virtual threads or on event loops, and Python's.
@org.jspecify.annotations.NullMarked
package dev.treadle.benchmarks.http;
