# SPDX-License-Identifier: Apache-2.0
"""A Kafka broker (KRaft) from its published jars, in a folder, with a plain listener, one behind a relay that loses answers, and one of SASL_SSL."""

import pathlib
import shutil
import signal
import socket
import subprocess
import threading
import time

START_LIMIT = 90
USER, PASSWORD = "$ConnectionString", "Endpoint=sb://localhost/;SharedAccessKeyName=root;SharedAccessKey=a1b2c3/d4="
SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{plain},RELAYED://127.0.0.1:{relayed},TLS://127.0.0.1:{tls},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{plain},RELAYED://127.0.0.1:{relay},TLS://localhost:{tls}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,RELAYED:PLAINTEXT,TLS:SASL_SSL,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
sasl.enabled.mechanisms=PLAIN
listener.name.tls.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_{user}="{password}";
listener.name.tls.ssl.keystore.type=PEM
listener.name.tls.ssl.keystore.location={folder}/server.pem
log.dirs={folder}/logs
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.num.partitions=4
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
num.partitions=3
message.max.bytes=1046528
auto.create.topics.enable=true
log.segment.bytes=268435456
log.retention.ms=-1
"""


class Failure(Exception):
    pass


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def certificates(folder):
    """An authority, a server's certificate for localhost, and another authority that has nothing to do with it."""

    def openssl(*arguments):
        done = subprocess.run(["openssl", *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise Failure(f"openssl {arguments[0]}: {done.stdout}")

    for name in ("ca", "other"):
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN=spate {name}", "-keyout", f"{name}.key", "-out", f"{name}.crt")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr")
    pathlib.Path(folder, "names").write_text("subjectAltName=DNS:localhost\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", "server.crt")
    openssl("pkcs8", "-topk8", "-nocrypt", "-in", "server.key", "-out", "server.pk8")
    pathlib.Path(folder, "server.pem").write_text("".join(pathlib.Path(folder, name).read_text() for name in ("server.pk8", "server.crt", "ca.crt")))


class Relay:
    """Passes connections on to a port. What is sent while answers are lost arrives, and its sender never hears of it."""

    def __init__(self, to):
        self.to, self.loses, self.lock, self.connections = to, threading.Event(), threading.Lock(), []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near = self.listener.accept()[0]
            try:
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                near.close()
                continue
            with self.lock:
                self.connections += [near, far]
            for pair in ((near, far, None), (far, near, self.loses)):
                threading.Thread(target=self.pass_on, args=pair, daemon=True).start()

    def pass_on(self, begin, end, loses):
        try:
            while data := begin.recv(1 << 16):
                if loses is None or not loses.is_set():
                    end.sendall(data)
        except OSError:
            pass
        self.shut((begin, end))

    @staticmethod
    def shut(connections):
        for one in connections:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def lose_answers(self):
        self.loses.set()

    def cut(self):
        """Ends all connections; answers pass again on those that come."""
        with self.lock:
            connections, self.connections = self.connections, []
        self.shut(connections)
        self.loses.clear()


class Broker:
    """Listens on the loopback device alone, on free ports; ended by its process id."""

    def __init__(self, jars, folder, heap="384m", more=""):
        self.folder, self.process = pathlib.Path(folder), None
        self.java = ["java", f"-Xmx{heap}", f"-Xms{heap}", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{pathlib.Path(jars).resolve()}/*"]
        self.plain, self.tls, self.controller, relayed = free_ports(4)
        self.relay = Relay(relayed)
        certificates(folder)
        self.settings = self.folder / "server.properties"
        self.settings.write_text(SETTINGS.format(folder=folder, plain=self.plain, relayed=relayed, relay=self.relay.port, tls=self.tls, controller=self.controller, user=USER,
                                                 password=PASSWORD) + more)
        done = subprocess.run([*self.java, "kafka.tools.StorageTool", "format", "-t", "MkU3OEVBNTcwNTJENDM2Qk", "-c", str(self.settings)], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise Failure(f"the broker's folder cannot be made: {done.stdout[-1000:]}")

    @property
    def address(self):
        return f"127.0.0.1:{self.plain}"

    @property
    def relayed(self):
        return f"127.0.0.1:{self.relay.port}"

    def start(self):
        begin = time.monotonic()
        with open(self.folder / "output", "a") as log:
            self.process = subprocess.Popen([*self.java, "kafka.Kafka", str(self.settings)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder)
        while time.monotonic() - begin < START_LIMIT and self.process.poll() is None:
            try:
                for port in (self.plain, self.tls):
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return time.monotonic() - begin
            except OSError:
                time.sleep(0.1)
        raise Failure(f"Kafka did not start: {(self.folder / 'output').read_text()[-2000:]}")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            self.process.send_signal(number)
            try:
                self.process.wait(timeout=15)
                return
            except subprocess.TimeoutExpired:
                pass


def is_missing():
    return next((tool for tool in ("java", "openssl") if shutil.which(tool) is None), None)
