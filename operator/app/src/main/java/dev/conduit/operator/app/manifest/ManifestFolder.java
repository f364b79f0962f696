// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.operator.app.console.FileTrouble;
import dev.conduit.operator.app.console.TextFile;
import dev.conduit.operator.app.manifest.Manifests.Loaded;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.validation.Manifest;
import dev.conduit.validation.ManifestReader;
import dev.conduit.validation.ManifestValidator;
import dev.conduit.validation.ManifestValidator.Validated;
import dev.conduit.validation.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads {@code *.yaml} and {@code *.yml} files of one folder, or one file. Used by one thread.
 *
 * <p>The tree that was last accepted of each resource is remembered, so that rules about change (an
 * engine's kind is immutable) hold for edits as they do in a cluster.
 */
public final class ManifestFolder {
  private final Path path;
  private final ManifestReader reader = new ManifestReader();
  private final ManifestValidator validator = new ManifestValidator();
  private final ObjectMapper mapper =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private Map<ObjectRef, ObjectNode> accepted = Map.of();

  public ManifestFolder(Path path) {
    this.path = path;
  }

  /** Reads and validates everything anew. */
  public Loaded read() {
    Reading reading = new Reading();
    try {
      for (Path file : files()) {
        reading.file(file);
      }
    } catch (IOException e) {
      reading.problems.add("cannot be read: " + FileTrouble.words(e));
    }
    if (reading.problems.isEmpty() && reading.blocks.isEmpty() && reading.policies.isEmpty()) {
      reading.problems.add(missing());
    }
    if (!reading.problems.isEmpty()) {
      return new Loaded.Invalid(reading.problems);
    }
    accepted = Map.copyOf(reading.trees);
    return new Loaded.Valid(new Manifests(reading.blocks, reading.policies));
  }

  private String missing() {
    return Files.exists(path)
        ? path
            + ": no manifests here; it needs *.yaml files with an InferenceBlock and a RoutingPolicy"
        : path + ": no such file or folder";
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(Files::isRegularFile).filter(ManifestFolder::isYaml).sorted().toList();
    }
  }

  private static boolean isYaml(Path file) {
    Path fileName = file.getFileName();
    String name = fileName == null ? "" : fileName.toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }

  /** One pass over the folder. */
  private final class Reading {
    private final List<String> problems = new ArrayList<>();
    private final List<Sourced<InferenceBlock>> blocks = new ArrayList<>();
    private final List<Sourced<RoutingPolicy>> policies = new ArrayList<>();
    private final Map<ObjectRef, ObjectNode> trees = new HashMap<>();
    private final Map<ObjectRef, String> sources = new HashMap<>();

    void file(Path file) throws IOException {
      try {
        ManifestReader.Contents contents = reader.read(file.toString(), TextFile.read(file));
        contents.problems().forEach(this::problem);
        contents.manifests().forEach(this::manifest);
      } catch (TextFile.NotUtf8 e) {
        problems.add(FileTrouble.words(e));
      }
    }

    private void manifest(Manifest manifest) {
      ObjectRef ref = ref(manifest);
      ObjectNode old = accepted.get(ref);
      Validated validated =
          old == null ? validator.validate(manifest) : validator.validateUpdate(manifest, old);
      switch (validated) {
        case Validated.Refused(List<Problem> found) -> found.forEach(this::problem);
        case Validated.Accepted(ObjectNode tree) -> accept(ref, manifest, tree);
      }
    }

    private void accept(ObjectRef ref, Manifest manifest, ObjectNode tree) {
      String source = manifest.source() + ":" + manifest.line("");
      String first = sources.putIfAbsent(ref, source);
      if (first != null) {
        problems.add(
            "%s: %s %s is defined twice; the first is at %s. Rename one of them"
                .formatted(source, ref.kind(), ref.name(), first));
        return;
      }
      trees.put(ref, tree);
      if (ref.kind().equals("InferenceBlock")) {
        blocks.add(new Sourced<>(resource(tree, InferenceBlock.class), source));
      } else {
        policies.add(new Sourced<>(resource(tree, RoutingPolicy.class), source));
      }
    }

    private void problem(Problem problem) {
      problems.add(problem.toString());
    }
  }

  private <T extends HasMetadata> T resource(ObjectNode tree, Class<T> type) {
    try {
      return mapper.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "the schema accepts what "
              + type.getSimpleName()
              + " cannot hold: "
              + e.getOriginalMessage(),
          e);
    }
  }

  private static ObjectRef ref(Manifest manifest) {
    String namespace = manifest.tree().path("metadata").path("namespace").asText("");
    return new ObjectRef(
        manifest.kind(),
        namespace.isEmpty() ? ObjectRef.DEFAULT_NAMESPACE : namespace,
        manifest.tree().path("metadata").path("name").asText("?"));
  }
}
