package org.openlauncher.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.openlauncher.auth.CredentialSigner;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.SecureCookieKey;
import org.openlauncher.boot.Installation;
import org.openlauncher.boot.StartupException;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.NearestName;
import org.openlauncher.config.Problems;
import org.openlauncher.config.ServerSettings;
import org.openlauncher.config.ServerSettings.TlsFiles;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.config.session.Sourced;
import org.openlauncher.config.session.Workbench;
import org.openlauncher.daemon.Daemon;
import org.openlauncher.daemon.LauncherConversation;
import org.openlauncher.daemon.LauncherConversation.Answer;
import org.openlauncher.daemon.ReadyFile;
import org.openlauncher.daemon.ServiceAccount;
import org.openlauncher.daemon.ServiceKey;
import org.openlauncher.daemon.StatusRequest;
import tools.jackson.databind.JsonNode;

/**
 * All steps, in order: files, the launcher, its clusters, jobs.
 *
 * @param installation which launcher, with which configuration
 * @param user whose jobs are started
 * @param kinds which of them
 * @param onlyCluster the one cluster to try; empty for all
 */
public record Verification(
    Installation installation,
    ServiceAccount user,
    List<TestKind> kinds,
    Optional<String> onlyCluster) {
  private static final Duration CREDENTIAL_VALIDITY = Duration.ofMinutes(5);

  /** Takes a copy of the list. */
  public Verification {
    kinds = List.copyOf(kinds);
  }

  /** Tries everything. */
  public void run(Report report) throws StartupException {
    if (!new ConfigurationSteps(installation, report).run()) {
      return;
    }
    ConfigurationFolder folder = new ConfigurationFolder(installation.configurationFolder());
    Problems told = new Problems();
    Optional<LauncherConfiguration> launcher = LauncherConfiguration.read(folder, told);
    if (launcher.isEmpty()) {
      report.failed("configuration", told.list().toString(), "");
      return;
    }
    SessionConfiguration sessions =
        SessionConfiguration.read(launcher.get(), FileSteps::jsonFault, told);
    ServerSettings server = launcher.get().server();
    new FileSteps(folder, report).run(server, sessions);
    Optional<LauncherConversation> conversation = conversation(server);
    if (conversation.isEmpty()) {
      return;
    }
    report.begin();
    Answer status;
    try {
      status = conversation.get().get("/status");
    } catch (SSLException otherCertificate) {
      report.failed(
          "launcher answers",
          "it shows another certificate than certificate-file: " + otherCertificate.getMessage(),
          "run: sudo rstudio-launcher restart");
      return;
    } catch (IOException silent) {
      report.failed(
          "launcher answers",
          String.valueOf(silent.getMessage()),
          "run: sudo rstudio-launcher start");
      return;
    }
    report.passed("launcher answers");
    server.tls().ifPresent(tls -> new CertificateStep(tls, report).run(sessions));
    List<String> names = launcher.get().clusters().stream().map(ClusterSection::name).toList();
    onlyCluster
        .filter(name -> names.stream().noneMatch(name::equalsIgnoreCase))
        .ifPresent(
            name ->
                report.failed(
                    "cluster " + name,
                    launcher.get().file() + " has no such cluster",
                    NearestName.suggestion(name, names)));
    for (ClusterSection cluster : launcher.get().clusters()) {
      if (onlyCluster.map(cluster.name()::equalsIgnoreCase).orElse(true)
          && healthy(cluster.name(), status.body(), report)) {
        JobSteps jobs =
            new JobSteps(
                conversation.get(), user, cluster.name(), adhocImage(sessions), folder, report);
        kinds.forEach(jobs::run);
      }
    }
  }

  /** For clusters whose users' profiles name no image. */
  private static Optional<String> adhocImage(SessionConfiguration sessions) {
    return sessions
        .adhocImages()
        .flatMap(images -> images.value().stream().findFirst())
        .or(() -> sessions.sessionImage(Workbench.RSTUDIO).map(Sourced::value));
  }

  private Optional<LauncherConversation> conversation(ServerSettings server)
      throws StartupException {
    SecureCookieKey key;
    try {
      key = ServiceKey.read(server);
    } catch (KeyFileException told) {
      return Optional.empty();
    }
    String address =
        new Daemon(server)
            .ready()
            .map(ReadyFile::address)
            .orElseGet(() -> server.address().toString());
    CredentialSigner signer = new CredentialSigner(key);
    return Optional.of(
        new LauncherConversation(
            new StatusRequest(address, server.tls().map(TlsFiles::certificate)),
            () -> Optional.of(signer.issue(user.name(), CREDENTIAL_VALIDITY))));
  }

  private static boolean healthy(String name, JsonNode status, Report report) {
    for (JsonNode cluster : status.path("clusters")) {
      if (cluster.path("name").asString("").equals(name)) {
        String level = cluster.path("status").asString("");
        boolean green = level.equals("Green");
        if (green) {
          report.passed("cluster " + name);
        } else {
          report.failed(
              "cluster " + name,
              level + " " + cluster.path("message").asString(""),
              "mend that, then run: sudo rstudio-launcher status; no job is tried there");
        }
        return green;
      }
    }
    report.failed(
        "cluster " + name, "the launcher does not know it", "run: sudo rstudio-launcher restart");
    return false;
  }
}
