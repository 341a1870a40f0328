@org.jspecify.annotations.NullMarked
package dev.treadle.channel;
