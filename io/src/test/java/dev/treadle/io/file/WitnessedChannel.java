package dev.treadle.io.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// A file whose every use is noted.
final class WitnessedChannel extends FileChannel {

  private final WitnessedFiles files;
  private final FileChannel real;

  WitnessedChannel(WitnessedFiles files, FileChannel real) {
    this.files = files;
    this.real = real;
  }

  private FileChannel real(String what) {
    files.note(what);
    return real;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return real("read").read(into);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return real("read").read(into, position);
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return real("read").read(into, offset, length);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return real("write").write(from);
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    return real("write").write(from, position);
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) throws IOException {
    return real("write").write(from, offset, length);
  }

  @Override
  public long position() throws IOException {
    return real("position").position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    return real("position").position(position);
  }

  @Override
  public long size() throws IOException {
    return real("size").size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    return real("truncate").truncate(size);
  }

  @Override
  public void force(boolean metaData) throws IOException {
    real("force").force(metaData);
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return real("transfer").transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    return real("transfer").transferFrom(source, position, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return real("map").map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return real("lock").lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return real("lock").tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real("close").close();
  }
}
