package io.mallwatch.ops.backup.store;

import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Backups in a folder of this machine. Files are written beside their name and moved to it when
/// they are complete; only their owner may read them.
public final class FolderStore implements BackupStore {

  private static final String UNFINISHED = ".part";

  private final Path folder;

  public FolderStore(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // the upload closes it
  public Upload create(String name) {
    Path target = path(name);
    Path part = target.resolveSibling(target.getFileName() + UNFINISHED);
    try {
      Files.createDirectories(part.getParent());
      FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING);
      return new FileUpload(channel, part, target);
    } catch (IOException e) {
      throw BackupFailedException.of(target.toString(), e);
    }
  }

  @Override
  public InputStream open(String name) {
    Path path = path(name);
    try {
      return Files.newInputStream(path);
    } catch (NoSuchFileException e) {
      throw new BackupFailedException(Reason.MISSING, path + " is not there", e);
    } catch (IOException e) {
      throw BackupFailedException.of(path.toString(), e);
    }
  }

  @Override
  public List<Entry> list(String prefix) {
    int slash = prefix.lastIndexOf('/');
    Path below = slash < 0 ? folder : path(prefix.substring(0, slash));
    if (!Files.isDirectory(below)) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(below)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        String name = folder.relativize(path).toString().replace('\\', '/');
        if (name.startsWith(prefix) && !name.endsWith(UNFINISHED)) {
          entries.add(new Entry(name, Files.size(path)));
        }
      }
    } catch (IOException e) {
      throw BackupFailedException.of(below.toString(), e);
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  @Override
  public void delete(String name) {
    Path path = path(name);
    try {
      Files.deleteIfExists(path);
      Path parent = path.getParent();
      while (parent != null && !parent.equals(folder) && isEmpty(parent)) {
        Files.delete(parent);
        parent = parent.getParent();
      }
    } catch (IOException e) {
      throw BackupFailedException.of(path.toString(), e);
    }
  }

  private static boolean isEmpty(Path dir) throws IOException {
    try (Stream<Path> children = Files.list(dir)) {
      return children.findAny().isEmpty();
    }
  }

  @Override
  public String where() {
    return folder.toString();
  }

  private Path path(String name) {
    Path path = folder.resolve(name).normalize();
    if (!path.startsWith(folder)) {
      throw new IllegalArgumentException("the name " + name + " leads out of " + folder);
    }
    return path;
  }

  private static final class FileUpload extends Upload {

    private final FileChannel channel;
    private final OutputStream out;
    private final Path part;
    private final Path target;
    private boolean committed;

    FileUpload(FileChannel channel, Path part, Path target) {
      this.channel = channel;
      this.out = Channels.newOutputStream(channel);
      this.part = part;
      this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void commit() throws IOException {
      channel.force(true);
      channel.close();
      if (Files.getFileStore(part).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      committed = true;
    }

    @Override
    public void close() throws IOException {
      channel.close();
      if (!committed) {
        Files.deleteIfExists(part);
      }
    }
  }
}
