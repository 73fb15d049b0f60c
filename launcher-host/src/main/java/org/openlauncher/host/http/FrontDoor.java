package org.openlauncher.host.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.host.audit.AuditLog;
import org.openlauncher.host.clusters.Clusters;
import org.openlauncher.host.jobs.Jobs;
import org.openlauncher.host.plugins.Plugins;
import org.openlauncher.host.tls.TlsIdentity;
import org.openlauncher.sessions.SessionComposer;

/**
 * The HTTP server. Knows no plugin and no store; what it tells comes from {@link Jobs} and {@link
 * Clusters}. Made once, started once, closed once.
 */
public final class FrontDoor implements AutoCloseable {
  private static final int MOST_THREADS = 128;
  private static final int LEAST_THREADS = 8;
  private static final int HEADER_BYTES = 16 * 1024;
  private static final int ACCEPT_QUEUE = 1_024;
  private static final long GRACE_MILLISECONDS = 5_000;
  private static final long LAST_IDLE_MILLISECONDS = 100;

  private final FrontDoorSettings settings;
  private final Server server;
  private final OpenStreams streams;
  private final FrontHandler handler;
  private final Optional<TlsConnections> tls;
  private final Map<ListenAddress, AbstractConnector> connectors = new LinkedHashMap<>();

  /**
   * @param settings how it behaves
   * @param jobs the door to jobs
   * @param clusters what is told of clusters
   * @param plugins what administrators see and do of plugins
   * @param users the machine's user database
   * @param authenticator checks credentials
   * @param node tells of this launcher, for {@code /status}
   * @param metrics what {@code /metrics} tells beside the front door's own numbers
   * @param auditLog takes who asked for what
   * @param sessions what makes jobs of requests for sessions at present
   */
  public FrontDoor(
      FrontDoorSettings settings,
      Jobs jobs,
      Clusters clusters,
      Plugins plugins,
      UserDirectory users,
      Authenticator authenticator,
      Supplier<NodeOverview> node,
      List<MetricSource> metrics,
      AuditLog auditLog,
      Supplier<SessionComposer> sessions) {
    this.settings = settings;
    this.tls = settings.tls().map(TlsConnections::new);
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
    threads.setName("front-door");
    this.server = new Server(threads);
    this.streams = new OpenStreams(settings.keepAliveInterval());
    RequestMetrics requests = new RequestMetrics();
    List<MetricSource> allMetrics = new ArrayList<>(metrics);
    allMetrics.add(requests);
    allMetrics.add(new LauncherMetrics(streams));
    BoundedUserDirectory boundedUsers = new BoundedUserDirectory(users);
    Gatekeeper gatekeeper = new Gatekeeper(settings, boundedUsers);
    List<Route> routes =
        RouteTable.of(
            new NodeStatus(clusters, node, settings.authorizationEnabled(), Clock.systemUTC()),
            List.copyOf(allMetrics),
            settings.metrics(),
            new ClusterEndpoints(clusters),
            new PluginEndpoints(plugins, clusters, boundedUsers),
            new JobEndpoints(jobs, gatekeeper),
            new StreamEndpoints(jobs),
            new SessionEndpoints(sessions, jobs, clusters, gatekeeper, ports(settings)));
    this.handler =
        new FrontHandler(
            settings,
            new Router(routes),
            new IdentityReader(authenticator),
            gatekeeper,
            streams,
            requests,
            threads,
            auditLog,
            jobs);
    server.setHandler(new GracefulHandler(handler));
    server.setErrorHandler(new JsonErrorHandler());
    server.setStopTimeout(GRACE_MILLISECONDS);
    for (ListenAddress address : settings.addresses()) {
      AbstractConnector connector = connector(address);
      connector.setIdleTimeout(settings.idleTimeout().toMillis());
      connector.setShutdownIdleTimeout(LAST_IDLE_MILLISECONDS);
      connectors.put(address, connector);
      server.addConnector(connector);
    }
  }

  private static Set<Integer> ports(FrontDoorSettings settings) {
    return settings.addresses().stream()
        .filter(ListenAddress.Tcp.class::isInstance)
        .map(address -> ((ListenAddress.Tcp) address).port())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Begins to listen.
   *
   * @throws IOException where an address can't be bound; the message names it
   */
  public void start() throws IOException {
    for (ListenAddress address : settings.addresses()) {
      if (address instanceof ListenAddress.UnixSocket socket) {
        new UnixSocketPlace(socket).clear();
      }
    }
    try {
      server.start();
      for (ListenAddress address : settings.addresses()) {
        if (address instanceof ListenAddress.UnixSocket socket) {
          new UnixSocketPlace(socket).open();
        }
      }
    } catch (Exception failure) {
      close();
      throw new IOException(
          "can't listen at " + settings.addresses() + ": " + failure.getMessage(), failure);
    }
    handler.localConnectors(localConnectors());
  }

  /** Shows another certificate to TLS connections that begin from now on; the others go on. */
  public void renew(TlsIdentity identity) {
    tls.ifPresent(secured -> secured.renew(identity));
  }

  /** Where it listens, the first address; with the real port where any free one was asked for. */
  public SocketAddress boundAddress() {
    return boundAddresses().get(0);
  }

  /** Where it listens, in the order of the settings. */
  public List<SocketAddress> boundAddresses() {
    return settings.addresses().stream()
        .<SocketAddress>map(
            address -> {
              if (address instanceof ListenAddress.UnixSocket socket) {
                return UnixDomainSocketAddress.of(socket.path());
              }
              NetworkConnector connector =
                  (NetworkConnector) Objects.requireNonNull(connectors.get(address));
              return new InetSocketAddress(localAddress(connector), connector.getLocalPort());
            })
        .toList();
  }

  /** Ends all streams, lets calls under way finish for a moment, and lets go of everything. */
  @Override
  public void close() {
    streams.close();
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IllegalStateException("the HTTP server can't be stopped", failure);
    } finally {
      server.destroy();
    }
  }

  private AbstractConnector connector(ListenAddress address) {
    HttpConnectionFactory http = new HttpConnectionFactory(configuration());
    if (address instanceof ListenAddress.UnixSocket socket) {
      UnixDomainServerConnector connector = new UnixDomainServerConnector(server, http);
      connector.setUnixDomainPath(socket.path());
      connector.setAcceptQueueSize(ACCEPT_QUEUE);
      return connector;
    }
    ListenAddress.Tcp tcp = (ListenAddress.Tcp) address;
    ServerConnector connector =
        new ServerConnector(
            server,
            tls.map(secured -> secured.factories(http))
                .orElseGet(() -> new ConnectionFactory[] {http}));
    if (!tcp.host().equals("*")) {
      connector.setHost(tcp.host().replaceAll("^\\[(.*)]$", "$1"));
    }
    connector.setPort(tcp.port());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    return connector;
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setRequestHeaderSize(HEADER_BYTES);
    configuration.setResponseHeaderSize(HEADER_BYTES);
    configuration.setHttpCompliance(HttpCompliance.RFC9110);
    configuration.setUriCompliance(UriCompliance.RFC3986);
    return configuration;
  }

  private Set<Connector> localConnectors() {
    Set<Connector> local = new HashSet<>();
    for (AbstractConnector connector : connectors.values()) {
      if (connector instanceof UnixDomainServerConnector
          || localAddress((NetworkConnector) connector).isLoopbackAddress()) {
        local.add(connector);
      }
    }
    return local;
  }

  private static InetAddress localAddress(NetworkConnector connector) {
    if (connector.getTransport() instanceof ServerSocketChannel channel) {
      return channel.socket().getInetAddress();
    }
    throw new IllegalStateException("the front door is not started");
  }
}
