package dev.treadle.http.server;

import dev.treadle.http.Form;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A form with files, all of it: what is long is in files of their own, which are deleted when this
/// is closed. From [RequestBody#uploads()].
public final class Uploads implements AutoCloseable {

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
    try {
      for (var part = multipart.next(); part != null; part = multipart.next()) {
        if (part.filename().isEmpty()) {
          form = form.withAdded(part.name(), part.text());
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
