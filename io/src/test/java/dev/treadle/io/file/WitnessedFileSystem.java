package dev.treadle.io.file;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Set;

/// Leads from a path to those who witness what is done with it.
final class WitnessedFileSystem extends FileSystem {

  private final WitnessedFiles files;
  private final FileSystem real;

  WitnessedFileSystem(WitnessedFiles files, FileSystem real) {
    this.files = files;
    this.real = real;
  }

  @Override
  public FileSystemProvider provider() {
    return files;
  }

  @Override
  public WatchService newWatchService() throws IOException {
    files.note("watch");
    return real.newWatchService();
  }

  @Override
  public Path getPath(String first, String... more) {
    return files.path(real.getPath(first, more));
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return real.supportedFileAttributeViews();
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    return real.getPathMatcher(pattern);
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return real.getUserPrincipalLookupService();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return real.getRootDirectories();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return real.getFileStores();
  }

  @Override
  public String getSeparator() {
    return real.getSeparator();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public void close() {}
}
