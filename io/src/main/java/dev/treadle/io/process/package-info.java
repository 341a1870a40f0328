/// Other processes, and what this one is told from outside: signals and standard input.
@org.jspecify.annotations.NullMarked
package dev.treadle.io.process;
