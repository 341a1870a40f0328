/// Things that must be closed: [dev.treadle.resource.Resource], which knows how to open and close
/// one; [dev.treadle.resource.ExitStack], which closes what a block has collected; and
/// [dev.treadle.resource.Pool], which keeps a few open and lends them.
package dev.treadle.resource;
