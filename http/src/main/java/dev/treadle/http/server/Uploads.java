package dev.treadle.http.server;

import dev.treadle.http.Form;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A form with files, all of it: what is long is in files of their own, which are deleted when this
/// is closed. From [RequestBody#uploads()].
public final class Uploads implements AutoCloseable {

  /// How many bytes fields that are no files have together. They are in memory, however long the
  /// content may be.
  private static final int MOST_IN_FIELDS = 1024 * 1024;

  private static final String TOO_MUCH = "expected fields of at most 1 MiB together, found more";

  private final Form form;
  private final List<Upload> files;

  private Uploads(Form form, List<Upload> files) {
    this.form = form;
    this.files = List.copyOf(files);
  }

  /// Reads all parts, or keeps nothing.
  static Uploads read(Multipart multipart) throws IOException {
    var form = Form.empty();
    var files = new ArrayList<Upload>();
    int left = MOST_IN_FIELDS;
    try {
      for (var part = multipart.next(); part != null; part = multipart.next()) {
        if (part.filename().isEmpty()) {
          var value = part.bytes(left - part.name().length(), TOO_MUCH);
          left -= part.name().length() + value.length;
          form = form.withAdded(part.name(), part.decoded(value));
        } else {
          files.add(Upload.read(part));
        }
      }
    } catch (Throwable failure) {
      files.forEach(Upload::close);
      throw failure;
    }
    return new Uploads(form, files);
  }

  /// Returns the fields that are no files.
  public Form form() {
    return form;
  }

  /// Returns the files, in their order.
  public List<Upload> files() {
    return files;
  }

  /// Deletes what was put into files, and was not moved away. Closing again does nothing.
  @Override
  public void close() {
    files.forEach(Upload::close);
  }
}
