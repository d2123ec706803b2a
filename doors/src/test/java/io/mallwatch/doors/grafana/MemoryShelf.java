package io.mallwatch.doors.grafana;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The door's three stores in memory.
final class MemoryShelf {

  private final Map<String, DashboardStore.Kept> kept = new TreeMap<>();
  private final Map<Long, List<DashboardStore.KeptVersion>> versions = new TreeMap<>();
  private final Map<String, FolderStore.Folder> folders = new TreeMap<>();
  private final Map<Long, AnnotationStore.Annotation> annotations = new TreeMap<>();
  private long lastId;

  final DashboardStore dashboards = new Dashboards();
  final FolderStore folderStore = new Folders();
  final AnnotationStore annotationStore = new Annotations();

  private final class Dashboards implements DashboardStore {
    @Override
    public List<Dashboard> list() {
      return kept.values().stream().map(Kept::dashboard).toList();
    }

    @Override
    public Optional<Kept> find(String uid) {
      return Optional.ofNullable(kept.get(uid));
    }

    @Override
    public Optional<Dashboard> save(Draft draft, Instant at) {
      Optional<Dashboard> before = list().stream().filter(d -> d.id() == draft.id()).findFirst();
      String uid = draft.facts().uid();
      if (draft.id() == 0
          ? kept.containsKey(uid)
          : before.isEmpty() || before.get().version() != draft.follows()) {
        return Optional.empty();
      }
      long id = draft.id() == 0 ? ++lastId : draft.id();
      Dashboard saved =
          new Dashboard(
              id,
              uid,
              draft.facts().title(),
              draft.facts().tags(),
              draft.folderUid(),
              draft.follows() + 1,
              before.map(Dashboard::created).orElse(at),
              at,
              draft.provisioned(),
              before.map(Dashboard::starred).orElse(false));
      before.ifPresent(old -> kept.remove(old.uid()));
      kept.put(uid, new Kept(saved, draft.json()));
      versions
          .computeIfAbsent(id, _ -> new ArrayList<>())
          .addFirst(
              new KeptVersion(
                  new Version(
                      ++lastId,
                      saved.version(),
                      draft.follows(),
                      draft.restoredFrom(),
                      at,
                      draft.message()),
                  draft.json()));
      return Optional.of(saved);
    }

    @Override
    public boolean delete(String uid) {
      return kept.remove(uid) != null;
    }

    @Override
    public boolean star(String uid, boolean starred) {
      Kept old = kept.get(uid);
      if (old == null) {
        return false;
      }
      Dashboard d = old.dashboard();
      kept.put(
          uid,
          new Kept(
              new Dashboard(
                  d.id(),
                  uid,
                  d.title(),
                  d.tags(),
                  d.folderUid(),
                  d.version(),
                  d.created(),
                  d.updated(),
                  d.provisioned(),
                  starred),
              old.json()));
      return true;
    }

    @Override
    public List<Version> versions(long id) {
      return versions.getOrDefault(id, List.of()).stream().map(KeptVersion::version).toList();
    }

    @Override
    public Optional<KeptVersion> version(long id, int version) {
      return versions.getOrDefault(id, List.of()).stream()
          .filter(v -> v.version().version() == version)
          .findFirst();
    }
  }

  private final class Folders implements FolderStore {
    @Override
    public List<Folder> list() {
      return List.copyOf(folders.values());
    }

    @Override
    public Optional<Folder> add(String uid, String title, Instant at) {
      if (folders.containsKey(uid)) {
        return Optional.empty();
      }
      folders.put(uid, new Folder(++lastId, uid, title, 1, at, at));
      return Optional.of(folders.get(uid));
    }

    @Override
    public Optional<Folder> rename(String uid, String title, int follows, Instant at) {
      Folder old = folders.get(uid);
      if (old == null || old.version() != follows) {
        return Optional.empty();
      }
      folders.put(uid, new Folder(old.id(), uid, title, follows + 1, old.created(), at));
      return Optional.of(folders.get(uid));
    }

    @Override
    public boolean delete(String uid) {
      kept.values().removeIf(k -> k.dashboard().folderUid().equals(uid));
      return folders.remove(uid) != null;
    }
  }

  private final class Annotations implements AnnotationStore {
    @Override
    public List<Annotation> list(Instant from, Instant to) {
      return annotations.values().stream()
          .filter(a -> !a.content().start().isAfter(to) && !a.content().end().isBefore(from))
          .sorted(Comparator.comparing((Annotation a) -> a.content().end()).reversed())
          .toList();
    }

    @Override
    public Optional<Annotation> find(long id) {
      return Optional.ofNullable(annotations.get(id));
    }

    @Override
    public long add(Content content, Instant at) {
      long id = ++lastId;
      annotations.put(id, new Annotation(id, content, at, at));
      return id;
    }

    @Override
    public boolean replace(long id, Content content, Instant at) {
      return annotations.computeIfPresent(
              id, (_, old) -> new Annotation(id, content, old.created(), at))
          != null;
    }

    @Override
    public boolean delete(long id) {
      return annotations.remove(id) != null;
    }
  }
}
