{# The part of the worker that shows that something waits, and opens the site. #}{% load i18n %}
{# Fixed words: a push has no content, and this asks for none. #}
const TITLE = "{% translate 'Kamlangjai' as title %}{{ title|escapejs }}";
const NOTICE = {
  body: "{% translate 'Something waits for you.' as words %}{{ words|escapejs }}",
  lang: "{{ language }}",
  {# One stands for all: the next takes its place. #}
  tag: "waits",
};

self.addEventListener("push", (event) => {
  event.waitUntil(self.registration.showNotification(TITLE, NOTICE));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(comeBack());
});

async function comeBack() {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return open.length ? open[0].focus() : self.clients.openWindow("/");
}
