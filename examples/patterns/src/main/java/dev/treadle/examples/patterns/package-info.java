/// What people write with asyncio, each as a small program: run it, and see its tasks.
///
/// Every program stands by itself and has a `main`. [Patterns] lists them and runs one under a
/// recorder. They use of Treadle what anybody can use.
@org.jspecify.annotations.NullMarked
package dev.treadle.examples.patterns;
