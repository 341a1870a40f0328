package dev.treadle.io.file;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/// The files of the machine, whose every use is noted with the kind of thread it is made on.
final class WitnessedFiles extends FileSystemProvider {

  /// What was done on threads of the system's, and on virtual ones, which hold a carrier by it.
  final Set<String> onThreadsOfTheSystem = new ConcurrentSkipListSet<>();

  final Set<String> onVirtualThreads = new ConcurrentSkipListSet<>();

  private final FileSystem real = Path.of("").getFileSystem();
  private final FileSystem witnessed = new WitnessedFileSystem(this, real);

  void note(String what) {
    (Thread.currentThread().isVirtual() ? onVirtualThreads : onThreadsOfTheSystem).add(what);
  }

  // --- Paths

  /// Returns the same path, as one that leads here.
  Path path(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            Path.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (_, method, arguments) -> ask(path, method, arguments));
  }

  private @Nullable Object ask(Path path, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("getFileSystem")) {
      return witnessed;
    }
    if (method.getName().equals("register") || method.getName().equals("toRealPath")) {
      note(method.getName());
    }
    var bare = arguments == null ? new Object[0] : arguments.clone();
    for (int i = 0; i < bare.length; i++) {
      bare[i] = bare[i] instanceof Path other ? bare(other) : bare[i];
    }
    try {
      var result = method.invoke(path, bare);
      return result instanceof Path other ? path(other) : result;
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private Path bare(Path path) {
    return real.getPath(path.toString());
  }

  private FileSystemProvider system(String what) {
    note(what);
    return real.provider();
  }

  // --- What is done with them

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    var channel = system("open").newFileChannel(bare(path), options, attributes);
    return new WitnessedChannel(this, channel);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    return system("list").newDirectoryStream(bare(path), filter);
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    system("create").createDirectory(bare(path), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    system("delete").delete(bare(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    system("copy").copy(bare(source), bare(target), options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    system("move").move(bare(source), bare(target), options);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return system("compare").isSameFile(bare(one), bare(other));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return system("store").getFileStore(bare(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    system("access").checkAccess(bare(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return system("attributes").getFileAttributeView(bare(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return system("attributes").readAttributes(bare(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return system("attributes").readAttributes(bare(path), names, options);
  }

  // --- What nobody needs

  private static UnsupportedOperationException unexpected() {
    return new UnsupportedOperationException("nobody was expected to ask for this");
  }

  @Override
  public String getScheme() {
    return "witnessed";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
    throw unexpected();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw unexpected();
  }

  @Override
  public Path getPath(URI uri) {
    throw unexpected();
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) {
    throw unexpected();
  }

  @Override
  public boolean isHidden(Path path) {
    throw unexpected();
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw unexpected();
  }
}
