/// The seam between Treadle and the outside world. Start with [World], then [Fault] and [Network].
package dev.treadle.seam;
