// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.core.observed.Given;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Reads a cluster once, for a command. */
public final class ClusterReader {
  private static final int FORBIDDEN = 403;

  private ClusterReader() {}

  /** What was read. */
  public sealed interface Reading {
    record Done(ClusterView view) implements Reading {}

    /** It cannot be read; the message names what was asked and the way out. */
    record Failed(String message) implements Reading {}
  }

  /** All that plans are made from, as the client's user may see it. */
  public static Reading read(KubernetesClient client) {
    try {
      return new Reading.Done(
          new ClusterView(
              client.resources(InferenceBlock.class).inAnyNamespace().list().getItems(),
              client.resources(RoutingPolicy.class).inAnyNamespace().list().getItems(),
              client.nodes().list().getItems(),
              client
                  .apps()
                  .deployments()
                  .inAnyNamespace()
                  .withLabel(Label.MANAGED_BY, Label.CONDUIT)
                  .list()
                  .getItems(),
              client.pods().inAnyNamespace().list().getItems(),
              ProbeResults.TRUSTING,
              prices(client)));
    } catch (KubernetesClientException e) {
      return new Reading.Failed(
          "cannot read the cluster at %s: %s"
              .formatted(client.getMasterUrl(), reason(e, "check KUBECONFIG and the context")));
    }
  }

  /** The operator's; in which namespace it is, is not known here, so the first of the name. */
  private static Map<String, String> prices(KubernetesClient client) {
    try {
      return client
          .configMaps()
          .inAnyNamespace()
          .withField("metadata.name", ObjectName.PRICES)
          .list()
          .getItems()
          .stream()
          .min(Comparator.comparing(map -> map.getMetadata().getNamespace()))
          .map(map -> Given.map(map.getData()))
          .orElse(Map.of());
    } catch (KubernetesClientException e) {
      if (e.getCode() == FORBIDDEN) {
        return Map.of(); // whoever may not read it plans by list prices, or states his own
      }
      throw e;
    }
  }

  /** A file that {@code kubectl get nodes -o yaml} wrote: nodes without pods on them. */
  public static Reading nodes(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      Object parsed = new KubernetesSerialization().unmarshal(content);
      List<Node> nodes =
          switch (parsed) {
            case NodeList list -> list.getItems();
            case Node node -> List.of(node);
            case io.fabric8.kubernetes.api.model.KubernetesList list -> nodes(list.getItems());
            case List<?> list -> nodes(list);
            case null, default -> List.of();
          };
      return nodes.isEmpty()
          ? new Reading.Failed(
              file + " holds no Node; write it with: kubectl get nodes -o yaml > " + file)
          : new Reading.Done(
              new ClusterView(
                  List.of(), List.of(), nodes, List.of(), List.of(), ProbeResults.TRUSTING));
    } catch (NoSuchFileException e) {
      return new Reading.Failed("there is no file " + file);
    } catch (IOException | KubernetesClientException | IllegalArgumentException e) {
      return new Reading.Failed("cannot read nodes from " + file + ": " + firstLine(e));
    }
  }

  private static List<Node> nodes(List<?> objects) {
    return objects.stream().filter(Node.class::isInstance).map(Node.class::cast).toList();
  }

  private static String reason(KubernetesClientException e, String otherwise) {
    return switch (e.getCode()) {
      case 401 -> "the credentials were refused; log in again";
      case 403 -> e.getStatus().getMessage();
      case 404 -> "it does not know InferenceBlock; install the CRDs with the chart conduit-crds";
      default -> firstLine(e.getCause() == null ? e : e.getCause()) + "; " + otherwise;
    };
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("");
  }
}
