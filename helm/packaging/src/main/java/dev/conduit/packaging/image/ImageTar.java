// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/** Writes one image as a tar that {@code docker load} and {@code ctr images import} take. */
final class ImageTar {
  /** Any user but root; by number, so that a kubelet can see that it is not root. */
  private static final String USER = "65532:65532";

  private final Order order;
  private final Program program;

  ImageTar(Order order, Program program) {
    this.order = order;
    this.program = program;
  }

  /** Answers the file. */
  Path write(List<FileEntriesLayer> layers) throws IOException, BuildFailed, InterruptedException {
    try {
      JibContainerBuilder image = order.base().isPresent() ? onBase() : fromScratch();
      layers.forEach(image::addFileEntriesLayer);
      image
          .setEntrypoint(List.of(java(), "@" + JavaArguments.FILE))
          .setProgramArguments(program.arguments())
          .setEnvironment(environment())
          .setUser(USER)
          .setExposedPorts(ports())
          .setLabels(labels())
          .setCreationTime(created())
          .containerize(target());
      return order.tar(program);
    } catch (InvalidImageReferenceException | CacheDirectoryCreationException e) {
      throw new BuildFailed("cannot make %s: %s".formatted(order.name(program), e.getMessage()), e);
    } catch (RegistryException | ExecutionException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new BuildFailed(
          "cannot make %s%s: %s"
              .formatted(
                  order.name(program),
                  order.base().map(" on %s"::formatted).orElse(""),
                  cause.getMessage()),
          e);
    }
  }

  private JibContainerBuilder onBase() throws InvalidImageReferenceException {
    return Jib.from(order.base().orElseThrow());
  }

  private static JibContainerBuilder fromScratch() {
    return Jib.fromScratch().setPlatforms(Set.of(new Platform(Elf.architecture(), "linux")));
  }

  private String java() {
    return order.base().isPresent() ? "java" : Layers.RUNTIME + "/bin/java";
  }

  private Containerizer target() throws InvalidImageReferenceException {
    return Containerizer.to(TarImage.at(order.tar(program)).named(order.name(program)))
        .setToolName("conduit")
        .setOfflineMode(order.base().isEmpty())
        .setBaseImageLayersCache(order.folder().resolve("cache/base"))
        .setApplicationLayersCache(order.layers());
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(program.environment());
    environment.put("LANG", "C.UTF-8");
    if (order.base().isEmpty()) {
      environment.put("PATH", Layers.RUNTIME + "/bin");
      environment.put("JAVA_HOME", Layers.RUNTIME);
    }
    if (program.equals(Program.EMBEDDED) && order.withModel()) {
      environment.put("CONDUIT_MODELS_INCLUDED", Layers.MODELS);
    }
    return environment;
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>(order.labels());
    labels.put("org.opencontainers.image.title", program.image());
    labels.put("org.opencontainers.image.description", program.description());
    labels.put("org.opencontainers.image.version", order.tag());
    labels.put("org.opencontainers.image.licenses", "Apache-2.0");
    order.base().ifPresent(base -> labels.put("org.opencontainers.image.base.name", base));
    return labels;
  }

  private Set<Port> ports() {
    Set<Port> ports = new LinkedHashSet<>();
    program.ports().forEach(port -> ports.add(Port.tcp(port)));
    return ports;
  }

  /** Of the commit, where it is told; else the same for every build. */
  private Instant created() {
    return Optional.ofNullable(order.labels().get("org.opencontainers.image.created"))
        .map(Instant::parse)
        .orElse(Stage.CHANGED);
  }
}
