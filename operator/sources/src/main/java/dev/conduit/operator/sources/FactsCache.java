// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.WeightPart;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was read of the models of hubs and registries, on disk by commit or digest, so that a second
 * look needs no network.
 *
 * <p>Shape: {@code HOST/ORG--NAME/COMMIT[~FILE].json}, and {@code refs/REVISION} with the commit
 * that a branch or tag stood for when it was asked last. What cannot be read counts as not there,
 * what cannot be written is read again next time. Never holds a token. Only its user may read it,
 * for some models are private.
 */
final class FactsCache {
  /** Of what is kept and of how names are sorted into parts; others are not taken. */
  private static final int FORMAT = 2;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

  private final Path root;

  FactsCache(Path root) {
    this.root = root;
  }

  /**
   * {@code CONDUIT_FACTS_CACHE}, else {@code conduit/facts} in the user's folder for caches.
   *
   * @param environment variables
   */
  static FactsCache of(Map<String, String> environment) {
    String own = environment.getOrDefault("CONDUIT_FACTS_CACHE", "");
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!own.isBlank()) {
      return new FactsCache(Path.of(own));
    }
    Path caches =
        shared.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
    return new FactsCache(caches.resolve("conduit").resolve("facts"));
  }

  /**
   * A model of a hub.
   *
   * @param file within the repository; empty for its safetensors
   */
  record Key(URI endpoint, String repository, String file) {}

  /** A commit, and when it was asked for. */
  record Ref(String commit, Instant asked) {}

  /**
   * What was read.
   *
   * @param open whether anybody may read it; otherwise it was read with a token or login
   */
  record Kept(ModelReading.Headers headers, boolean open) {}

  private record Entry(
      int format,
      boolean open,
      boolean gguf,
      Map<WeightPart, Long> bytes,
      Set<String> unknown,
      @JsonProperty("config") Map<String, Object> config) {}

  Optional<Ref> ref(Key key, String revision) {
    Path file = ref(folder(key), revision);
    try {
      return Files.isRegularFile(file)
          ? Optional.of(
              new Ref(Files.readString(file).strip(), Files.getLastModifiedTime(file).toInstant()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // as if it were not there: it is asked for again
    }
  }

  void putRef(Key key, String revision, String commit) {
    write(ref(folder(key), revision), commit + "\n");
  }

  Optional<Kept> headers(Key key, String commit, String from) {
    Path file = facts(key, commit);
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      Entry entry = JSON.readValue(file.toFile(), Entry.class);
      return entry.format() == FORMAT
          ? Optional.of(
              new Kept(
                  new ModelReading.Headers(
                      entry.config(), entry.bytes(), entry.unknown(), entry.gguf(), from),
                  entry.open()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // damaged: it is read anew and written over
    }
  }

  void put(Key key, String commit, ModelReading.Headers headers, boolean open) {
    Entry entry =
        new Entry(
            FORMAT,
            open,
            headers.gguf(),
            new LinkedHashMap<>(headers.bytes()),
            new LinkedHashSet<>(headers.unknown()),
            headers.config());
    try {
      write(facts(key, commit), JSON.writeValueAsString(entry));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("facts that JSON gave are no JSON", e);
    }
  }

  private Path folder(Key key) {
    String endpoint =
        key.endpoint().getAuthority() + Optional.ofNullable(key.endpoint().getPath()).orElse("");
    return root.resolve(name(endpoint)).resolve(name(key.repository().replace("/", "--")));
  }

  private static Path ref(Path folder, String revision) {
    return folder.resolve("refs").resolve(name(revision));
  }

  private Path facts(Key key, String commit) {
    String file = key.file().isEmpty() ? "" : "~" + name(key.file());
    return folder(key).resolve(name(commit) + file + ".json");
  }

  /** A name that stays in its folder. */
  private static String name(String text) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
    return encoded.startsWith(".") ? "%2E" + encoded.substring(1) : encoded;
  }

  private static void write(Path file, String text) {
    Path folder = file.getParent();
    if (folder == null) {
      return;
    }
    try {
      create(folder);
      Path part = Files.createTempFile(folder, "new", ".part");
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // nothing is lost but time: the next look asks the hub again
    }
  }

  private static void create(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }
}
