/// Measures Treadle and its peers alternately, in one call.
///
/// An [Area] is a class that lists its claims and stands in [Areas]; the programs it measures lie
/// in its own package. Everything else (rounds, budgets, ratios, table, JSON) is done here.
@org.jspecify.annotations.NullMarked
package dev.treadle.benchmarks;
