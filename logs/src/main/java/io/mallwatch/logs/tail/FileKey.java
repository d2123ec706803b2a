package io.mallwatch.logs.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/// What the file system calls a file, whatever its name.
///
/// @param device 0 when the system has none
/// @param inode a hash of the path when the system has none
record FileKey(long device, long inode) {

  /// Of no file.
  static final FileKey NONE = new FileKey(0, 0);

  /// A file as it stood at one moment.
  ///
  /// @param modifiedMillis when it was last written
  record Stat(FileKey key, long size, long modifiedMillis, boolean regular) {}

  /// Looks at a file; links are followed.
  static Stat stat(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return new Stat(
          new FileKey(0, path.toAbsolutePath().hashCode() | (1L << 40)),
          Files.size(path),
          Files.getLastModifiedTime(path).toMillis(),
          Files.isRegularFile(path));
    }
    BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class);
    Map<String, Object> unix = Files.readAttributes(path, "unix:dev,ino");
    return new Stat(
        new FileKey(number(unix, "dev"), number(unix, "ino")),
        basic.size(),
        basic.lastModifiedTime().toMillis(),
        basic.isRegularFile());
  }

  private static long number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
