import '#lib/ui/app.css';
import { mount } from 'svelte';
import Design from './Design.svelte';
import Frame from './Frame.svelte';

const theme = new URLSearchParams(location.search).get('theme');
if (theme) document.documentElement.dataset['theme'] = theme;
mount(location.hash === '#frame' ? Frame : Design, { target: document.body });
