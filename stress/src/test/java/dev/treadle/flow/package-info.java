@org.jspecify.annotations.NullMarked
package dev.treadle.flow;
