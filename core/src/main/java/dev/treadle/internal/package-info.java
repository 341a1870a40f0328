/// What the tasks and their monitor share, and nobody else sees.
package dev.treadle.internal;
